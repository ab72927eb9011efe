import type { PartName } from '../../real/support/require-part';

/** What a small town and its node are made of. */
export const parts: readonly PartName[] = [
  ...(['docker', 'kubernetes', 'postgres', 'redis', 'solr', 'ckan', 'keycloak', 'envoy'] as const),
  ...(['apicurio', 'scorpio', 'nginx', 'java'] as const),
];

/** What a larger city takes besides: its bus, its object store and what fills that, and the kinds of its operators. */
export const operatorParts: readonly PartName[] = ['scorpio-kafka', 'kafka', 'moto', 'restic', 'crds'];
