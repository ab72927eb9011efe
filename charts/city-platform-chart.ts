import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import { checkOptions, type OptionKinds } from '../constructs/problems/check-options';
import { type City, type CityInput, parseCity, requireTarget } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import { addOptOut } from '../constructs/waist/opt-out';
import { type ClusterOffer, clusterOf } from './city-options';
import { KubernetesTarget } from './kubernetes-target';

/** The city, and what the chart does differently from its spec. */
export interface CityPlatformChartProps {
  /** A city, or what a `city.ts` writes. */
  readonly city: City | CityInput;
  /** The other cities of the federation. @default the city joins nobody */
  readonly peers?: readonly Peer[];
  /** Its part in its federation, as `partOf` gives it. @default none */
  readonly federation?: FederationPart;
  /**
   * Namespace that exists already; it is used and not rendered.
   * @default the namespace of the spec, which is rendered
   */
  readonly adoptNamespace?: string;
  /**
   * A cluster that is made for the city.
   * @default the one that the spec describes
   */
  readonly cluster?: ClusterOffer;
  /**
   * Adds to the platform, or changes it, before it is rendered.
   * @default nothing
   */
  readonly customize?: (platform: CityPlatform) => void;
}

/** The kinds of these options. */
export const cityPlatformKinds: OptionKinds<CityPlatformChartProps> = {
  city: 'mapping',
  peers: 'list',
  adoptNamespace: 'text',
  cluster: 'mapping',
  customize: 'function',
  federation: 'mapping',
};

/**
 * A whole city platform as a cdk8s chart.
 *
 * @see https://cdk8s.io/docs/latest/
 * @example
 * const app = new App();
 * new CityPlatformChart(app, 'izmir', { city: { name: 'izmir', country: 'TR', … } });
 * app.synth();
 */
export class CityPlatformChart extends Chart {
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The components and primitives behind the objects. */
  readonly platform: CityPlatform;
  /** What rendered it: tells what each primitive is called in the cluster. */
  readonly target: KubernetesTarget;

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(scope: Construct, id: string, props: CityPlatformChartProps) {
    checkOptions<CityPlatformChartProps>('CityPlatformChart', props, cityPlatformKinds, ['city']);
    const city = parseCity(props.city);
    if (!props.cluster) requireTarget(city, 'kubernetes');
    const { options, existingPostgres, lacks } = props.cluster ?? clusterOf(city);
    const namespace = props.adoptNamespace ?? options.namespace;
    super(scope, id, { ...(namespace && { namespace }), disableResourceNameHashes: true });
    this.city = city;
    this.platform = new CityPlatform(this, 'Platform', {
      city,
      ...(existingPostgres && { existingPostgres }),
      ...(lacks && { lacks }),
      ...(props.peers && { peers: props.peers }),
      ...(props.federation && { federation: props.federation }),
    });
    const { edge } = options;
    if (edge?.kind === 'none' && edge.reason !== undefined)
      addOptOut(this.platform.gateway, { measure: 'a way in from outside', reason: edge.reason });
    props.customize?.(this.platform);
    this.target = new KubernetesTarget(this, {
      ...options,
      ...(props.adoptNamespace && { namespace: props.adoptNamespace, createNamespace: false }),
    });
    this.target.render(this.platform);
  }
}
