import type { KubernetesTarget } from '../../charts/kubernetes-target';
import { labelsOf } from '../../charts/metadata';
import { secretName } from '../../charts/secret';
import { passwordKey } from '../../charts/secret-key';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { EventBus, PostgresServer, Primitive, Secret } from '../../constructs/waist/primitives';
import type { ClusterSecret } from './applier';
import { bootstrapKey, type EksNames } from './eks-offer';
import type { EksTarget } from './eks-target';

/**
 * The Secrets that the objects of a platform name: what Secrets Manager made for it, what somebody else keeps there, and the
 * addresses of the bus.
 *
 * @param chart what rendered the objects.
 */
export function clusterSecrets(
  platform: CityPlatform,
  { database, bus }: EksNames,
  target: EksTarget,
  chart: KubernetesTarget,
): ClusterSecret[] {
  const all = Primitive.all(platform);
  const isOf = (secret: Secret) => secret.node.scope instanceof PostgresServer;
  const secrets = all.filter((primitive): primitive is Secret => primitive instanceof Secret);
  const made = secrets.map((secret): ClusterSecret => {
    const name = isOf(secret) ? database : (secret.existing?.name ?? secretName(secret, target.rotation));
    const key = secret.existing?.key ?? passwordKey;
    const [value] = target.resolve(secret.value);
    return { name, labels: labelsOf(chart, secret, name), entries: { [key]: value! } };
  });
  const buses = all.filter((primitive): primitive is EventBus => primitive instanceof EventBus);
  const addresses = buses.map((one): ClusterSecret => {
    const entries = { [bootstrapKey]: target.resolvePublic(one.bootstrapServers) };
    return { name: bus, labels: labelsOf(chart, one, bus), entries };
  });
  return merged([...made, ...addresses]);
}

/** A Secret of somebody else may be read for several of its entries. */
function merged(secrets: readonly ClusterSecret[]): ClusterSecret[] {
  const byName = new Map<string, ClusterSecret>();
  for (const secret of secrets) {
    const known = byName.get(secret.name);
    byName.set(secret.name, known ? { ...known, entries: { ...known.entries, ...secret.entries } } : secret);
  }
  return [...byName.values()];
}
