/** Why a message or reading of a device is refused, as metrics and logs name it. */
export const refusalReasons = [
  'unknown-device',
  'wrong-credential',
  'other-topic',
  'not-readable',
  'too-large',
  'too-many',
  'no-time',
  'future',
  'nothing-left',
  'broker',
] as const;
/** One of {@link refusalReasons}. */
export type RefusalReason = (typeof refusalReasons)[number];
