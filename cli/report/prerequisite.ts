/** Something that has to be there before a platform can be deployed. */
export interface Prerequisite {
  /** What it is called: `Strimzi`, `Secret object-store`. */
  readonly name: string;
  /** What of it is needed, and for what. */
  readonly need: string;
}
