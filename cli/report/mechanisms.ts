/**
 * The mechanisms of the current edition, and the numbers of the requirements of those that the platform claims something of.
 *
 * @see https://mims.oascities.org, and for the numbers https://github.com/oasc/accessing-data-mim-0,
 * https://github.com/oasc/interlinking-data-mim-1, https://github.com/oasc/representing-data-mim-2 and
 * https://github.com/oasc/OASC-MIM7-compliance
 */
export const mechanisms = {
  MIM0: ['R1.1', 'R1.2', 'R1.3', 'R1.4', 'R2.1', 'R2.2', 'R3.1', 'R3.2'],
  MIM1: ['R1.1', 'R1.2', 'R1.3', 'R1.4', 'R1.5', 'R2.1', 'R2.2', 'R3.1', 'R3.2'],
  MIM2: ['R1.1', 'R1.2a', 'R1.2b', 'R2.1', 'R3.1', 'R3.2', 'R3.3', 'R3.4', 'R4.1', 'R4.2'],
  MIM3: ['C4', 'C5', 'C7', 'RC1.1', 'RC1.2', 'RC1.3', 'RC2.1', 'RC2.2', 'RC2.3', 'RC2.4'],
  MIM4: [],
  MIM5: [],
  MIM6: ['R1', 'R2', 'R3', 'R4'],
  MIM7: ['R1', 'R2', 'R3', 'R4', 'R5'],
  MIM8: [],
} as const satisfies Readonly<Record<`MIM${number}`, readonly string[]>>;

/** Number of a mechanism. */
export type MechanismId = keyof typeof mechanisms;

/** Every mechanism, in the order of the table. */
export const mechanismIds = Object.keys(mechanisms) as readonly MechanismId[];
