import type { PartName } from '../../real/support/require-part';

/** What a small town and its node are made of. */
export const parts: readonly PartName[] = [
  ...(['docker', 'kubernetes', 'postgres', 'redis', 'solr', 'ckan', 'keycloak', 'envoy'] as const),
  ...(['apicurio', 'scorpio', 'nginx', 'java'] as const),
];
