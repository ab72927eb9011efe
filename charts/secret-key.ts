/** One value of a Kubernetes Secret. */
export interface SecretKey {
  /** Name of the Secret. */
  readonly name: string;
  readonly key: string;
  /** Whether a container starts without it, with the variable unset. @default false */
  readonly optional?: boolean;
}

/** Key of every secret that the kit makes. */
export const passwordKey = 'password';
