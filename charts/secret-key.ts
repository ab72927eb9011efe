/** One value of a Kubernetes Secret. */
export interface SecretKey {
  /** Name of the Secret. */
  readonly name: string;
  readonly key: string;
}

/** Key of every secret that the kit makes. */
export const passwordKey = 'password';
