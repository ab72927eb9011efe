import type { CityPlatform } from '../../constructs/platform/city-platform';
import { Component } from '../../constructs/waist/component';
import { connectionsOf } from '../../constructs/waist/graph';
import { nameOf } from '../../constructs/waist/names';
import {
  Cache,
  Edge,
  EventBus,
  Job,
  PostgresServer,
  Primitive,
  Service,
  Volume,
} from '../../constructs/waist/primitives';

/** A box of the picture. */
export interface GraphNode {
  /** The name it has on every target. */
  readonly id: string;
  readonly label: string;
  /** Second line: what it runs. */
  readonly detail: string;
  readonly kind: 'outside' | 'edge' | 'service' | 'job' | 'database' | 'cache' | 'bus' | 'volume';
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
  const outside: GraphNode = { id: 'outside', label: 'People, devices, services', detail: '', kind: 'outside' };
  return { title: platform.city.title, nodes: [outside, ...nodes], edges };
}

function nodeOf(primitive: Primitive): GraphNode | undefined {
  const component = Component.tryOf(primitive);
  const described = describe(primitive);
  return described && { id: nameOf(primitive), ...described, ...(component && { group: component.title }) };
}

/** What a reader calls it: the program where a component has one only, else its part in the component. */
export function nodeTitle(primitive: Primitive): string {
  if (primitive instanceof PostgresServer) return 'PostgreSQL';
  if (primitive instanceof Cache) return 'Valkey';
  if (primitive instanceof EventBus) return 'Kafka';
  if (primitive instanceof Service && primitive.node.id === 'Service') return programOf(primitive);
  // Beside the components nothing else says what a part is for.
  const parent = Component.tryOf(primitive) ? undefined : primitive.node.scope;
  return parent instanceof Primitive ? words(`${parent.node.id}${primitive.node.id}`) : words(primitive.node.id);
}

function describe(primitive: Primitive): Pick<GraphNode, 'label' | 'detail' | 'kind'> | undefined {
  const label = nodeTitle(primitive);
  if (primitive instanceof Service) {
    const { min, max } = primitive.replicas;
    const replicas = max === 1 ? '' : min === max ? ` ×${min}` : ` ×${min}–${max}`;
    return { label, detail: `${imageOf(primitive)}${replicas}`, kind: 'service' };
  }
  if (primitive instanceof Job) return { label, detail: primitive.schedule ?? 'once', kind: 'job' };
  if (primitive instanceof PostgresServer) {
    return { label, detail: primitive.databases.map(({ name }) => name).join(', '), kind: 'database' };
  }
  if (primitive instanceof Cache) return { label, detail: 'cache', kind: 'cache' };
  if (primitive instanceof EventBus) return { label, detail: `×${primitive.props.replicas}`, kind: 'bus' };
  if (primitive instanceof Volume) return { label, detail: `${primitive.size.gibibytes} GiB`, kind: 'volume' };
  if (primitive instanceof Edge) return { label, detail: 'TLS', kind: 'edge' };
  return undefined;
}

function edgesOf(primitive: Primitive): GraphEdge[] {
  const id = nameOf(primitive);
  if (primitive instanceof Edge) {
    return [
      { from: 'outside', to: id, label: 'https', kind: 'path' },
      { from: id, to: nameOf(primitive.target.source), label: String(primitive.target.port), kind: 'path' },
    ];
  }
  if (!(primitive instanceof Service || primitive instanceof Job)) return [];
  const paths = connectionsOf(primitive).map(({ to, port }): GraphEdge => {
    return { from: id, to: nameOf(to), label: String(port), kind: 'path' };
  });
  const mounts = Object.values(primitive.volumes).map((volume): GraphEdge => {
    return { from: id, to: nameOf(volume), label: '', kind: 'mount' };
  });
  return [...paths, ...mounts];
}

function programOf(service: Service): string {
  return Component.tryOf(service)?.upstream.title ?? service.node.id;
}

function imageOf({ image }: Service): string {
  return `${image.name.split('/').at(-1)} ${image.tag}`;
}

/** `TenantIsolation` becomes `Tenant isolation`. */
function words(id: string): string {
  const spaced = id.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
