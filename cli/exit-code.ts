/** What the process says with its exit code. */
export const exitCode = {
  good: 0,
  /** The environment, or a bug of ours. */
  failed: 1,
  /** Something the user wrote: the spec, an option, or what a gate found in their own additions. */
  usersMistake: 2,
} as const;
