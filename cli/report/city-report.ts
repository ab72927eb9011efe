import type { CityPlatform } from '../../constructs/platform/city-platform';
import type { City } from '../../constructs/spec/city';
import type { Claim } from '../../constructs/waist/claim';
import { Component } from '../../constructs/waist/component';
import { connectionsOf, workloads } from '../../constructs/waist/graph';
import type { Image } from '../../constructs/waist/images';
import { type OptOut, optOuts } from '../../constructs/waist/opt-out';
import { type Egress, ExternalEndpoint, type Workload } from '../../constructs/waist/primitives';
import { titleOf } from '../../constructs/waist/title';
import { type PlatformGraph, platformGraph } from '../diagram/platform-graph';
import type { SynthTargetName, TargetResult } from '../targets';
import { type ProgramReport, programsOf } from './programs';

/** What the report says of a component. */
export interface ComponentReport {
  readonly title: string;
  readonly upstream: { readonly title: string; readonly image: Image };
  readonly claims: readonly Claim[];
}

/** What a target made of a city. */
export interface TargetReport extends Omit<TargetResult, 'platform' | 'findings'> {
  readonly target: SynthTargetName;
}

/** A way out of the platform that is open, and why. */
export interface WayOut extends Pick<Egress, 'to' | 'ports' | 'reason'> {
  /** Title of its component. @default it belongs to none */
  readonly component?: string;
  readonly program: string;
}

/** Where a platform answers once it is deployed. */
export interface Addresses {
  readonly portal: string;
  readonly api: string;
  /** Where people see to their account. */
  readonly signIn: string;
  /** Issuer of the tokens that the API takes. */
  readonly issuer: string;
  readonly models: string;
}

/** What the report says of a city: plain data, so that the platforms themselves need not be kept. */
export interface CityReport {
  readonly city: City;
  readonly graph: PlatformGraph;
  readonly addresses: Addresses;
  readonly components: readonly ComponentReport[];
  readonly programs: readonly ProgramReport[];
  /** Mebibytes that all requests together may reach. */
  readonly budget: number;
  readonly waysOut: readonly WayOut[];
  /** `where` is the component or part; `targets` those that go without. */
  readonly optOuts: readonly (OptOut & { readonly where: string; readonly targets: readonly SynthTargetName[] })[];
  readonly targets: readonly TargetReport[];
}

/** What one target made of the city. */
type Made = TargetResult & { readonly target: SynthTargetName };

/** Gathers what the report says of a city. Everything but the opt-outs is the same on each target. */
export function cityReport(city: City, made: readonly [Made, ...Made[]]): CityReport {
  const [{ platform }] = made;
  return {
    city,
    graph: relative(platformGraph(platform), `${city.name}-`),
    addresses: addressesOf(platform),
    components: Component.all(platform).map(({ title, upstream, claims }) => ({ title, upstream, claims })),
    programs: programsOf(platform),
    budget: platform.sizing.budget.mebibytes,
    waysOut: waysOut(platform),
    optOuts: mergedOptOuts(made),
    targets: made.map(({ platform: _, findings: __, ...rest }) => rest),
  };
}

/** The graph with names that do not say whose platform it is, so that equal platforms have equal graphs. */
function relative(graph: PlatformGraph, prefix: string): PlatformGraph {
  const short = (id: string) => (id.startsWith(prefix) ? id.slice(prefix.length) : id);
  return {
    title: '',
    nodes: graph.nodes.map((node) => ({ ...node, id: short(node.id) })),
    edges: graph.edges.map((edge) => ({ ...edge, from: short(edge.from), to: short(edge.to) })),
  };
}

function addressesOf({ gateway, identity }: CityPlatform): Addresses {
  return {
    portal: `${gateway.url('data')}/`,
    api: `${gateway.url('api')}/ngsi-ld/v1`,
    signIn: `${identity.issuer}/account`,
    issuer: identity.issuer,
    models: `${gateway.url('models')}/`,
  };
}

function waysOut(platform: CityPlatform): WayOut[] {
  return workloads(platform).flatMap((workload) => {
    const component = Component.tryOf(workload)?.title;
    const open: Pick<Egress, 'to' | 'ports' | 'reason'>[] = [...workload.egress, ...servers(workload)];
    return open.map(({ ports, to, reason }) => ({
      ...(component && { component }),
      program: titleOf(workload),
      to,
      ports,
      reason,
    }));
  });
}

/** The servers of others that a workload refers to. Their titles say what they are for. */
function servers(workload: Workload): Pick<Egress, 'to' | 'ports' | 'reason'>[] {
  return connectionsOf(workload).flatMap(({ to, port }) =>
    to instanceof ExternalEndpoint ? [{ to: { host: to.host }, ports: [port], reason: titleOf(to) }] : [],
  );
}

function mergedOptOuts(made: readonly Made[]): CityReport['optOuts'] {
  const found = new Map<string, OptOut & { where: string; targets: SynthTargetName[] }>();
  for (const { target, platform } of made) {
    for (const { measure, reason, construct } of optOuts(platform)) {
      const where = Component.tryOf(construct)?.title ?? construct.node.id;
      const key = JSON.stringify([where, measure, reason]);
      const known = found.get(key) ?? { where, measure, reason, targets: [] };
      if (!known.targets.includes(target)) known.targets.push(target);
      found.set(key, known);
    }
  }
  return [...found.values()];
}
