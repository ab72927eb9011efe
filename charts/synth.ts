import { App } from 'cdk8s';
import { toYaml } from '../constructs/files/to-yaml';
import type { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import type { City } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import type { Finding } from '../constructs/waist/finding';
import type { ClusterOffer } from './city-options';
import { CityPlatformChart } from './city-platform-chart';
import { checkManifests } from './gates/gate';
import { withOrigin } from './private/origin';

export { toYaml } from '../constructs/files/to-yaml';

/** What a city becomes on Kubernetes. */
export interface KubernetesSynthesis {
  /** The chart, whose target tells what each primitive is called in the cluster. */
  readonly chart: CityPlatformChart;
  /** The components and primitives behind the objects. */
  readonly platform: CityPlatform;
  /** In an order that a cluster can take them in. */
  readonly objects: readonly object[];
  /** The objects as one file, in a piece for each; written when it is asked for. */
  readonly yaml: readonly string[];
  /** What the gates found; empty when the objects may be applied. */
  readonly findings: readonly Finding[];
}

/**
 * Renders a city for Kubernetes and runs every gate.
 *
 * @param peers the other cities of its federation.
 * @param federation its part in the query of its federation.
 * @param cluster one that is made for the city. By default, the one that its spec describes.
 * @throws {CityError} with every problem of the city for this target.
 */
export function synthKubernetes(
  city: City,
  peers: readonly Peer[] = [],
  federation?: FederationPart,
  cluster?: ClusterOffer,
): KubernetesSynthesis {
  const chart = new CityPlatformChart(new App(), city.name, {
    city,
    peers,
    ...(federation && { federation }),
    ...(cluster && { cluster }),
  });
  const objects: object[] = chart.toJson();
  const { platform } = chart;
  const findings = checkManifests(objects, { memoryMi: platform.sizing.budget.mebibytes });
  return {
    chart,
    platform,
    objects,
    get yaml() {
      return toYaml(objects);
    },
    findings: withOrigin(findings, objects, chart),
  };
}
