/** What keeps a run from beginning: the platform is not there, or what the run was given does not open it. */
export class VerifyError extends Error {
  constructor(
    message: string,
    /** What to do. */
    readonly fix: string,
    /** Whether the caller has asked for what cannot be; otherwise it is how things are. */
    readonly isMistake = false,
  ) {
    super(message);
    this.name = 'VerifyError';
  }
}
