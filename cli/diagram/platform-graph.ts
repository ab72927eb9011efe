import type { CityPlatform } from '../../constructs/platform/city-platform';
import { Component } from '../../constructs/waist/component';
import type { Shape } from '../../constructs/waist/description';
import { connectionsOf } from '../../constructs/waist/graph';
import { nameOf } from '../../constructs/waist/names';
import { Primitive, Workload } from '../../constructs/waist/primitives';
import { titleOf } from '../../constructs/waist/title';

/** Id of the box that stands for whoever comes in from outside. */
export const callers = 'outside';

/** A box of the picture. */
export interface GraphNode {
  /** The name it has on every target. */
  readonly id: string;
  readonly label: string;
  /** Second line: what it runs. */
  readonly detail: string;
  readonly kind: Shape;
  /** Title of its component. @default it belongs to the platform as a whole */
  readonly group?: string;
}

/** An arrow: `from` talks to `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** `path`: a network path that a reference opened. `mount`: a volume. */
  readonly kind: 'path' | 'mount';
}

/** What a platform is made of and who may talk to whom: the very grants that the targets render. */
export interface PlatformGraph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The graph of a platform's primitives. */
export function platformGraph(platform: CityPlatform): PlatformGraph {
  const primitives = Primitive.all(platform);
  const nodes = primitives.flatMap((primitive) => nodeOf(primitive) ?? []);
  const edges = primitives.flatMap((primitive) => edgesOf(primitive));
  const outside: GraphNode = { id: callers, label: 'People, devices, services', detail: '', kind: 'outside' };
  return { title: platform.city.title, nodes: [outside, ...nodes], edges };
}

function nodeOf(primitive: Primitive): GraphNode | undefined {
  const { description } = primitive;
  if (!description) return undefined;
  const group = Component.tryOf(primitive)?.title;
  const { detail, shape } = description;
  return { id: nameOf(primitive), label: titleOf(primitive), detail, kind: shape, ...(group && { group }) };
}

function edgesOf(primitive: Primitive): GraphEdge[] {
  const id = nameOf(primitive);
  const entry = primitive.description?.entry;
  const entries = entry ? [{ from: callers, to: id, label: entry, kind: 'path' } as const] : [];
  const paths = connectionsOf(primitive).map(({ to, port }): GraphEdge => {
    return { from: id, to: nameOf(to), label: String(port), kind: 'path' };
  });
  const volumes = primitive instanceof Workload ? Object.values(primitive.volumes) : [];
  const mounts = volumes.map((volume): GraphEdge => ({ from: id, to: nameOf(volume), label: '', kind: 'mount' }));
  return [...entries, ...paths, ...mounts];
}
