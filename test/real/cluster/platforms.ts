import { App, Yaml } from 'cdk8s';
import { CityPlatformChart } from '../../../charts/city-platform-chart';
import { loadSpec } from '../../../constructs/files/load-spec';
import type { CityPlatform } from '../../../constructs/platform/city-platform';
import { type City, type CityInput, parseCity } from '../../../constructs/spec/city';

/** An object as it was rendered or as the API server gives it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly resourceVersion?: string;
    readonly uid?: string;
    /** Who wrote what; `kubectl get` tells it only when asked to. */
    readonly managedFields?: readonly { readonly subresource?: string }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: the fields below differ with each kind.
  readonly [field: string]: any;
}

/** A city rendered for a cluster. */
export interface Rendering {
  readonly platform: CityPlatform;
  readonly namespace: string;
  readonly objects: readonly KubernetesObject[];
  readonly yaml: string;
}

export interface RenderingOptions {
  /** Namespace that is there. @default the city's own, rendered */
  readonly adoptNamespace?: string;
  /** Id of the chart. @default the city's name */
  readonly id?: string;
}

export function render(city: City, { adoptNamespace, id = city.name }: RenderingOptions = {}): Rendering {
  const chart = new CityPlatformChart(new App(), id, { city, ...(adoptNamespace && { adoptNamespace }) });
  const objects = chart.toJson() as KubernetesObject[];
  return { platform: chart.platform, namespace: chart.namespace!, objects, yaml: Yaml.stringify(...objects) };
}

/** A city of `examples/`. */
export async function example(name: string): Promise<City> {
  const spec = await loadSpec(`examples/${name}/city.yaml`);
  if (spec.kind !== 'city') throw new Error(`${name} is no city`);
  return spec.city;
}

/** A pilot with a data model and a department, and what else a test is about. */
export function pilot(name: string, more: Partial<CityInput> = {}): City {
  return parseCity({
    name,
    country: 'TR',
    population: 400_000,
    domain: `${name}.example`,
    contact: { email: `data@${name}.example` },
    profile: 'pilot',
    tenants: [{ id: 'parking' }],
    dataModels: ['OffStreetParking'],
    openData: [{ type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0' }],
    ...more,
  });
}

/** Every example, profile, kind of edge, source of secrets and kind of database server, each at least once. */
export const variants: Readonly<Record<string, () => Promise<City>>> = {
  'the laptop of small-town': () => example('small-town'),
  'the city of izmir': () => example('izmir'),
  'the city of istanbul, with a Gateway and External Secrets': () => example('istanbul'),
  'a pilot, with the Prometheus operator': async () =>
    pilot('pilot', { targets: { kubernetes: { prometheusRules: {} } } }),
  'a pilot behind a load balancer': async () =>
    pilot('balanced', { targets: { kubernetes: { edge: { kind: 'loadBalancer', clusterIssuer: 'letsencrypt' } } } }),
  'a pilot that nobody outside reaches': async () =>
    pilot('inside', { targets: { kubernetes: { edge: { kind: 'none', reason: 'A test stays inside.' } } } }),
  'a pilot on a database server that exists': async () =>
    pilot('adopting', {
      targets: {
        kubernetes: {
          postgres: { existing: { host: 'postgres.databases.svc.cluster.local', adminSecret: { name: 'admin' } } },
        },
      },
    }),
};
