import { pathAnnotation } from '../../../charts/metadata';
import type { City } from '../../../constructs/spec/city';
import { connections, workloads } from '../../../constructs/waist/graph';
import {
  Edge,
  type Egress,
  EventBus,
  ExternalEndpoint,
  PostgresServer,
  Primitive,
  Service,
  Volume,
} from '../../../constructs/waist/primitives';
import type { Attempt, Peer } from './connectivity';
import { outsiders, peersOf } from './peers';
import type { Rendering } from './platforms';

/** Ports that somebody might try: those of the platform, of its operators, and of what attackers look for. */
const tried = [22, 53, 80, 443, 5432, 6443, 8000, 8080, 8443, 9000, 9090, 9091, 9187];

const anywhere = Object.values(outsiders);

/** Every program to every other and to everybody outside, and back, on every port that anybody might try. */
export function attempts(rendering: Rendering): Attempt[] {
  const own = peersOf(rendering);
  const known = new Set([
    ...tried,
    ...connections(rendering.platform).map(({ port }) => port),
    ...servicesOf(rendering).flatMap(({ ports, peerPorts }) => [...Object.values(ports), ...peerPorts]),
  ]);
  const ports = [...known].sort((a, b) => a - b);
  const pairs = [
    ...own.flatMap((from) => own.map((to) => ({ from, to }))),
    ...own.flatMap((from) => anywhere.map((to) => ({ from, to }))),
    ...own.flatMap((to) => anywhere.map((from) => ({ from, to }))),
  ];
  const udp = own.flatMap((from) => anywhere.map((to) => ({ from, to, port: 53, protocol: 'UDP' as const })));
  return [...pairs.flatMap((pair) => ports.map((port) => ({ ...pair, port }))), ...udp];
}

/** What may talk to what, from the model of the platform and the wishes of its city alone. */
export function expectedPaths(city: City, rendering: Rendering): string[] {
  const { platform } = rendering;
  const { operatorNamespaces } = city.targets.kubernetes;
  const all = Primitive.all(platform);
  const own = peersOf(rendering).map(({ name }) => name);
  const paths: string[] = [];
  const path = (from: string, to: string, ...ports: number[]) => {
    for (const port of ports) paths.push(`${from} -> ${to}:${port}`);
  };
  const toAnybody = (from: string, ...ports: number[]) => {
    for (const { name } of anywhere) path(from, name, ...ports);
  };

  for (const name of own) {
    for (const server of ['DNS', 'the DNS pod of a node', 'NodeLocal DNSCache']) {
      path(name, server, 53);
      paths.push(`${name} -> ${server}:53/UDP`);
    }
  }
  for (const { from, to, port } of connections(platform)) {
    // Who comes through an edge depends on the cluster: see edgePaths.
    if (from instanceof Edge) continue;
    // A server of somebody else may be anywhere.
    if (to instanceof ExternalEndpoint) toAnybody(from.node.path, port);
    else path(from.node.path, to.node.path, port);
  }
  for (const { path: name, egress } of programsOf(rendering)) {
    for (const { to, ports } of egress) {
      if (to === 'internet') path(name, 'the internet', ...ports);
      // Nobody that is tried stands in a network or a namespace of subscribers.
      else if (typeof to === 'object') continue;
      else toAnybody(name, 443, 6443);
    }
  }
  // Who comes after a job asks the API server, whose address no policy knows.
  for (const { node, waits, after } of workloads(platform))
    if (waits && after.length > 0) toAnybody(node.path, 443, 6443);
  for (const service of servicesOf(rendering)) {
    const name = service.node.path;
    path(name, name, ...service.peerPorts);
    const { metrics } = service;
    if (metrics && operatorNamespaces.monitoring) path('Prometheus', name, metrics.port);
  }
  for (const edge of all.filter((one): one is Edge => one instanceof Edge)) edgePaths(city, edge, path);
  for (const server of all.filter((one): one is PostgresServer => one instanceof PostgresServer)) {
    const name = server.node.path;
    // Only the operator's pods are called that.
    if (!own.includes(name) || !isOfOperator(rendering, 'Cluster')) continue;
    path(name, name, 5432, 8000);
    path('CloudNativePG', name, 5432, 8000);
    if (operatorNamespaces.monitoring) path('Prometheus', name, 9187);
    toAnybody(name, 443, 6443);
  }
  // An object store may be anywhere.
  for (const volume of all.filter((one): one is Volume => one instanceof Volume && one.backups.enabled)) {
    for (const id of ['Backup', 'Restore']) toAnybody(`${volume.node.path}/${id}`, 443);
  }
  for (const bus of all.filter((one): one is EventBus => one instanceof EventBus)) {
    const name = bus.node.path;
    path(name, name, 9090, 9091);
    path('Strimzi', name, 9090, 9091, 8443);
    // It reads its certificates there.
    toAnybody(name, 443, 6443);
  }
  return [...new Set(paths)].sort();
}

function edgePaths(city: City, edge: Edge, path: (from: string, to: string, ...ports: number[]) => void): void {
  const { edge: option } = city.targets.kubernetes;
  const { source, port } = edge.https.target;
  const target = source.node.path;
  if (option.kind === 'loadBalancer') {
    for (const { name } of anywhere) path(name, edge.node.path, 8080, 8443);
    path(edge.node.path, target, port);
  } else if (option.kind !== 'none') {
    const { callers } = option;
    const may = ({ pod }: Peer) =>
      callers.kind === 'anyone' || (callers.kind === 'pods' && pod?.namespace === callers.namespace);
    // An Ingress carries HTTP alone.
    const listeners = option.kind === 'gateway' ? edge.tls : [];
    for (const caller of anywhere.filter(may)) {
      path(caller.name, target, port);
      for (const { target: other } of listeners) path(caller.name, other.source.node.path, other.port);
    }
  }
}

function servicesOf({ platform }: Rendering): Service[] {
  return Primitive.all(platform).filter((one): one is Service => one instanceof Service);
}

function isOfOperator({ objects }: Rendering, kind: string): boolean {
  return objects.some((object) => object.kind === kind);
}

/** The path and egress of each workload, and of the job that makes Secrets, which is no workload of the model. */
function programsOf({ platform, objects }: Rendering): { readonly path: string; readonly egress: readonly Egress[] }[] {
  const job = objects.filter(({ kind, metadata }) => kind === 'Job' && /-secrets-[0-9a-f]{8}$/.test(metadata.name));
  return [
    ...workloads(platform).map(({ node, egress }) => ({ path: node.path, egress })),
    ...job.map(({ metadata }) => ({
      path: metadata.annotations![pathAnnotation]!,
      egress: [{ to: 'cluster-api' as const, ports: [443], reason: 'makes Secrets' }],
    })),
  ];
}
