/** Names of the suites of others that can be run or read. */
export const suiteIds = ['ngsi-ld', 'features', 'dcat-ap', 'mim7'] as const;

/** One of {@link suiteIds}. */
export type SuiteId = (typeof suiteIds)[number];
