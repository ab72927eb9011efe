import { clientIdOf, clientSecretName } from '../../constructs/components/federation/federated-query';
import type { FederationPart } from '../../constructs/platform/federation-part';
import type { City } from '../../constructs/spec/city';
import { type Prerequisite, prerequisite } from './prerequisite';

/** What the other cities of a federation have to give the one that answers for all. */
export function federationPrerequisites(
  city: City,
  federation: FederationPart | undefined,
  target: 'kubernetes' | 'aws',
): Prerequisite[] {
  const others = federation?.hosts?.cities.filter(({ id }) => id !== city.name) ?? [];
  return others.map(({ id, title, issuer }) =>
    prerequisite('federationKey', {
      name: clientSecretName(id),
      city: title,
      client: clientIdOf(federation?.federation ?? ''),
      issuer,
      ...(target === 'kubernetes' && { namespace: city.targets.kubernetes.namespace, key: 'password' }),
    }),
  );
}
