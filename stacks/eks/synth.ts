import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../charts/synth';
import type { FederationPart } from '../../constructs/platform/federation-part';
import type { City } from '../../constructs/spec/city';
import type { Peer } from '../../constructs/spec/federation';
import { type AwsSynthesis, assemblyApp, readAssembly } from '../synth';
import { CityPlatformEksStack } from './city-platform-eks-stack';
import { clusterAccessFile } from './eks-offer';

/** What a city becomes in a cluster of EKS. */
export interface EksSynthesis extends AwsSynthesis {
  /** What the owner of a cluster that exists applies to it first, as written to the folder. None where one is made. */
  readonly clusterAccess: readonly object[];
  /** The objects in the cluster, in the order in which they are applied. */
  readonly objects: readonly object[];
  /** What its pods ask for together. */
  readonly requests: { readonly cpuMillis: number; readonly memoryMi: number };
}

/**
 * Writes a city's cloud assembly for a cluster of EKS, and runs every gate of AWS and of Kubernetes.
 *
 * @param folder where to write; it has to be empty.
 * @param peers the other cities of its federation.
 * @param federation its part in the query of its federation.
 * @throws {CityError} with every problem of the city for this target.
 */
export function synthEks(
  city: City,
  folder: string,
  peers: readonly Peer[] = [],
  federation?: FederationPart,
): EksSynthesis {
  const app = assemblyApp(folder);
  const stack = new CityPlatformEksStack(app, city.name, { city, peers, ...(federation && { federation }) });
  const made = readAssembly(app, stack, folder);
  if (stack.clusterAccess.length > 0)
    writeFileSync(join(folder, clusterAccessFile), toYaml(stack.clusterAccess).join(''));
  return {
    ...made,
    clusterAccess: stack.clusterAccess,
    platform: stack.platform,
    objects: stack.objects.objects,
    requests: stack.requests,
    findings: [...stack.objects.findings, ...made.findings],
  };
}
