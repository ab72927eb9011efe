import type { ComposeFile } from '../../compose/compose-file';
import type { City } from '../../constructs/spec/city';
import { type Prerequisite, prerequisite } from './prerequisite';

/** What a machine has to have before a platform is started on it. */
export function composePrerequisites(
  city: City,
  { services, 'x-citykit': { edge, given } }: ComposeFile,
): Prerequisite[] {
  const amd64 = Object.values(services).some(({ platform }) => platform === 'linux/amd64');
  const memory = city.profile === 'laptop' ? 8 : 16;
  const ports = Object.values(services).flatMap((service) => (service.ports ?? []).map(({ published }) => published));
  return [
    prerequisite('engine', {}),
    prerequisite('machine', { gibibytes: memory, ports, address: edge?.address ?? '127.0.0.1' }),
    ...(amd64 ? [prerequisite('architecture', { name: 'amd64' })] : []),
    ...(edge?.issuer === 'own' ? [prerequisite('ownCertificate', { hosts: edge.hosts })] : []),
    ...(given.length > 0 ? [prerequisite('givenSecrets', { variables: given })] : []),
  ];
}
