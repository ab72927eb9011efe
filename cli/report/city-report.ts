import type { CityPlatform } from '../../constructs/platform/city-platform';
import type { City } from '../../constructs/spec/city';
import type { Claim } from '../../constructs/waist/claim';
import { Component } from '../../constructs/waist/component';
import { workloads } from '../../constructs/waist/graph';
import type { Image } from '../../constructs/waist/images';
import { type OptOut, optOuts } from '../../constructs/waist/opt-out';
import type { Egress } from '../../constructs/waist/primitives';
import { titleOf } from '../../constructs/waist/title';
import { type PlatformGraph, platformGraph } from '../diagram/platform-graph';
import type { TargetName, TargetResult } from '../targets';
import { type ProgramReport, programsOf } from './programs';

/** What the report says of a component. */
export interface ComponentReport {
  readonly title: string;
  readonly upstream: { readonly title: string; readonly image: Image };
  readonly claims: readonly Claim[];
}

/** What a target made of a city. */
export interface TargetReport extends Omit<TargetResult, 'platform' | 'findings'> {
  readonly target: TargetName;
}

/** A way out of the platform that is open, and why. */
export interface WayOut {
  readonly program: string;
  readonly to: string;
  readonly reason: string;
}

/** What the report says of a city: plain data, so that the platforms themselves need not be kept. */
export interface CityReport {
  readonly city: City;
  readonly graph: PlatformGraph;
  /** Public host names. */
  readonly hosts: readonly string[];
  readonly components: readonly ComponentReport[];
  readonly programs: readonly ProgramReport[];
  /** Mebibytes that all requests together may reach. */
  readonly budget: number;
  readonly waysOut: readonly WayOut[];
  /** `where` is the component or part; `targets` those that go without. */
  readonly optOuts: readonly (OptOut & { readonly where: string; readonly targets: readonly TargetName[] })[];
  readonly targets: readonly TargetReport[];
}

/** What one target made of the city. */
type Made = TargetResult & { readonly target: TargetName };

/** Gathers what the report says of a city. Everything but the opt-outs is the same on each target. */
export function cityReport(city: City, made: readonly [Made, ...Made[]]): CityReport {
  const [{ platform }] = made;
  return {
    city,
    graph: relative(platformGraph(platform), `${city.name}-`),
    hosts: platform.gateway.hosts,
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

function waysOut(platform: CityPlatform): WayOut[] {
  return workloads(platform).flatMap((workload) =>
    workload.egress.map(({ ports, to, reason }) => ({
      program: [Component.tryOf(workload)?.title, titleOf(workload)].filter(Boolean).join(': '),
      to: `${placeOf(to)}, port ${ports.join(', ')}`,
      reason,
    })),
  );
}

function placeOf(to: Egress['to']): string {
  if (to === 'internet') return 'the internet';
  if (to === 'cluster-api') return 'the API of the cluster';
  if ('host' in to) return to.host;
  return 'network' in to ? `the network ${to.network}` : `the namespace ${to.namespace} of the cluster`;
}

function mergedOptOuts(made: readonly Made[]): CityReport['optOuts'] {
  const found = new Map<string, OptOut & { where: string; targets: TargetName[] }>();
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
