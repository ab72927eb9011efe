/** What each mechanism is called, in the edition's own order. */
const current = {
  MIM0: 'Accessing data',
  MIM1: 'Interlinking data',
  MIM2: 'Representing data',
  MIM3: 'Exchanging data',
  MIM4: 'Personal data',
  MIM5: 'Transparent AI',
  MIM6: 'Security',
  MIM7: 'Places',
  MIM8: 'Local digital twins',
} as const;

/**
 * The editions of the mechanisms that a platform can be held against, each with its mechanisms. `2015` are the four that cities
 * sign in their letter of intent; `2024` the ten of the MIMs 2024; `current` those of mims.oascities.org.
 *
 * @see https://github.com/oasc/oasc-mims
 */
export const editions = {
  '2015': {
    M1: 'Driven by implementation',
    M2: 'Open API: NGSI',
    M3: 'Shared data models',
    M4: 'Open data platform: CKAN',
  },
  '2024': {
    MIM1: 'Context',
    MIM2: 'Data models',
    MIM3: 'Contracts',
    MIM4: 'Trust',
    MIM5: 'Transparency',
    MIM6: 'Security',
    MIM7: 'Places',
    MIM8: 'Indicators',
    MIM9: 'Analytics',
    MIM10: 'Resources',
  },
  current,
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Name of an edition. */
export type Edition = keyof typeof editions;

/** Every edition, oldest first. */
export const editionNames = ['2015', '2024', 'current'] as const satisfies readonly Edition[];

/** The mechanism that a check belongs to in each edition that has it. */
export type Mechanisms = { readonly [Of in Edition]?: keyof (typeof editions)[Of] };
