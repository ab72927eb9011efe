import { ComponentResource, type ComponentResourceOptions, type CustomResource, type Output } from '@pulumi/pulumi';
import { App } from 'cdk8s';
import { CityPlatformChart, type CityPlatformChartProps, cityPlatformKinds } from '../charts/city-platform-chart';
import type { SecretKey } from '../charts/secret-key';
import type { CityPlatform } from '../constructs/platform/city-platform';
import { checkOptions } from '../constructs/problems/check-options';
import { type City, parseCity } from '../constructs/spec/city';
import type { Secret } from '../constructs/waist/primitives';
import { createResources, readSecret } from './kubernetes-component';

/** The city, and what is done differently from its spec, as for the chart. */
export type CityPlatformComponentArgs = CityPlatformChartProps;

/**
 * A whole city platform on a Kubernetes cluster, as one Pulumi component: the very objects of the chart, created in start
 * order. Give a provider in the options to choose the cluster, and `adoptNamespace` to use a namespace that is there.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/components/
 * @example
 * const platform = new CityPlatformComponent('izmir', { city }, { provider });
 * export const api = platform.apiUrl;
 */
export class CityPlatformComponent extends ComponentResource {
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The constructs behind the resources. */
  readonly platform: CityPlatform;
  /** Public URL of the NGSI-LD API. */
  readonly apiUrl: string;
  /** Public URL of the open data portal. */
  readonly portalUrl: string;
  /** Issuer of the platform's tokens. */
  readonly issuer: string;
  readonly #chart: CityPlatformChart;
  readonly #resources: ReadonlyMap<string, CustomResource>;
  readonly #values = new Map<Secret, Output<string>>();

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(name: string, args: CityPlatformComponentArgs, options: ComponentResourceOptions = {}) {
    checkOptions<CityPlatformComponentArgs>('CityPlatformComponent', args, cityPlatformKinds, ['city']);
    super('citykit:kubernetes:CityPlatform', name, {}, options);
    this.city = parseCity(args.city);
    const chart = new CityPlatformChart(new App(), name, { ...args, city: this.city });
    this.platform = chart.platform;
    this.#chart = chart;
    this.#resources = createResources(this, chart);
    this.apiUrl = `https://${this.platform.gateway.hostName('api')}/ngsi-ld/v1`;
    this.portalUrl = this.platform.portalUrl;
    this.issuer = this.platform.identity.issuer;
    this.registerOutputs({ apiUrl: this.apiUrl, portalUrl: this.portalUrl, issuer: this.issuer });
  }

  /** Every resource of the platform, by `kind/name`. */
  get resources(): ReadonlyMap<string, CustomResource> {
    return this.#resources;
  }

  /**
   * The value of one of the platform's secrets, marked secret: it appears in no preview and in no state in the clear. Unknown
   * in a preview that would still create something.
   */
  secretValue(secret: Secret): Output<string> {
    const known = this.#values.get(secret);
    if (known) return known;
    const [key] = this.#chart.target.resolve(secret.value);
    const value = readSecret(this, this.#chart.target.nameOf(secret), {
      ...(key as SecretKey),
      namespace: this.#chart.namespace!,
      dependsOn: [...this.#resources.values()],
    });
    this.#values.set(secret, value);
    return value;
  }
}
