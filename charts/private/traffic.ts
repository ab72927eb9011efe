import type { Construct } from 'constructs';
import { type Connection, connections } from '../../constructs/waist/graph';
import { Edge, EventBus, PostgresServer, Primitive, type Service } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';
import { selectorOf } from '../metadata';
import type { k8s } from './k8s';
import { nameOfPrimitive } from './names';
import { pods, tcp, toApiServer, toOutside } from './network-policy';
import type { Program } from './program';

/** Who talks to whom below a root, read once from its references. */
export class Traffic {
  readonly #to = new Map<Primitive, Connection[]>();
  readonly #from = new Map<Construct, Connection[]>();
  readonly #edges: readonly Edge[];

  constructor(
    private readonly target: KubernetesTarget,
    root: Construct,
  ) {
    for (const connection of connections(root)) {
      add(this.#to, connection.to, connection);
      add(this.#from, connection.from, connection);
    }
    this.#edges = Primitive.all(root).filter((primitive): primitive is Edge => primitive instanceof Edge);
  }

  edgesOf(service: Service): Edge[] {
    return this.#edges.filter(({ target }) => target.source === service);
  }

  /** Lets in exactly the workloads that refer to the primitive, each on the ports it refers to. */
  ingressTo(primitive: Primitive): k8s.NetworkPolicyIngressRule[] {
    return (this.#to.get(primitive) ?? []).map(({ from, port }) => ({
      from: [pods(selectorOf(nameOfPrimitive(from)))],
      ports: tcp(port),
    }));
  }

  /** Lets the program out to exactly what it refers to, and to what it names outside the platform. */
  egressOf({ scope, egress, clusterRights }: Program): k8s.NetworkPolicyEgressRule[] {
    return [
      ...(this.#from.get(scope) ?? []).map(({ to, port }) => this.#egressTo(to, port)),
      ...egress.map(toOutside),
      ...(clusterRights.length ? [toApiServer] : []),
    ];
  }

  /** An adopted server is known by its host name only, and policies know addresses only: its port is open to any. */
  #egressTo(to: Primitive, port: number): k8s.NetworkPolicyEgressRule {
    const selector = podsOf(this.target, to);
    return selector ? { to: [pods(selector)], ports: tcp(port) } : { ports: tcp(port) };
  }
}

/** Labels of the pods behind a primitive, or nothing for what runs elsewhere. */
function podsOf(target: KubernetesTarget, primitive: Primitive): Record<string, string> | undefined {
  if (primitive instanceof EventBus) return { 'strimzi.io/cluster': nameOfPrimitive(primitive) };
  if (primitive instanceof PostgresServer) {
    if (primitive.existing) return undefined;
    if (target.postgres.kind === 'cloudnative-pg') return { 'cnpg.io/cluster': nameOfPrimitive(primitive) };
    return selectorOf(nameOfPrimitive(primitive));
  }
  return selectorOf(nameOfPrimitive(primitive));
}

function add<K>(map: Map<K, Connection[]>, key: K, connection: Connection): void {
  map.set(key, [...(map.get(key) ?? []), connection]);
}
