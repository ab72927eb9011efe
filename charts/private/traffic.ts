import type { Construct } from 'constructs';
import { type Connection, connections } from '../../constructs/waist/graph';
import type { Primitive } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';
import type { k8s } from './k8s';
import type { MainContainer } from './main-container';
import { from, tcp, toApiServer, toOutside } from './network-policy';

/** Who talks to whom below a root, read once. */
export class Traffic {
  readonly #to = new Map<Primitive, Connection[]>();
  readonly #from = new Map<Construct, Connection[]>();

  constructor(
    private readonly target: KubernetesTarget,
    root: Construct,
  ) {
    for (const connection of connections(root)) {
      add(this.#to, connection.to, connection);
      add(this.#from, connection.from, connection);
    }
  }

  /** Lets in exactly whoever talks to the primitive, each on the ports it talks to. */
  ingressTo(primitive: Primitive): k8s.NetworkPolicyIngressRule[] {
    return (this.#to.get(primitive) ?? []).flatMap((path) => from(this.target.peersOf(path.from), path.port));
  }

  /** Lets the pod out to exactly what the workload talks to, and to what it names outside the platform. */
  egressOf({ scope, egress, clusterRights, waits }: MainContainer): k8s.NetworkPolicyEgressRule[] {
    return [
      ...(this.#from.get(scope) ?? []).map(({ to, port }) => this.#egressTo(to, port)),
      ...egress.map((one) => toOutside(this.target, one)),
      ...(clusterRights.length || waits.jobs.length ? [toApiServer(this.target)] : []),
    ];
  }

  /** Policies know addresses only: the port of what is known by its host name is open to any. */
  #egressTo(to: Primitive, port: number): k8s.NetworkPolicyEgressRule {
    const peers = this.target.peersOf(to);
    return peers === 'anyone' ? { ports: tcp(port) } : { to: [...peers], ports: tcp(port) };
  }
}

function add<K>(map: Map<K, Connection[]>, key: K, connection: Connection): void {
  map.set(key, [...(map.get(key) ?? []), connection]);
}
