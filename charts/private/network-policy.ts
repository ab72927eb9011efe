import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Egress, Primitive } from '../../constructs/waist/primitives';
import type { Peers } from '../kubernetes-kind';
import type { Callers, DnsOption } from '../kubernetes-options';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, platformLabels, selectorOf } from '../metadata';
import { k8s, object } from './k8s';

type IngressRule = k8s.NetworkPolicyIngressRule;
type EgressRule = k8s.NetworkPolicyEgressRule;

/** IPv4 and IPv6 ranges that are not the internet: private, shared, loopback and link-local addresses. */
const notInternet = {
  v4: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  v6: ['fc00::/7', 'fe80::/10'],
};

/** Ports of an API server: behind its Service, and where it listens itself. Rules see the address after translation. */
const apiServerPorts = [443, 6443];

/** TCP ports of a rule. */
export function tcp(...ports: readonly number[]): k8s.NetworkPolicyPort[] {
  return ports.map((port) => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) }));
}

/** Pods of the policy's own namespace, by their labels. */
export function pods(matchLabels: Readonly<Record<string, string>>): k8s.NetworkPolicyPeer {
  return { podSelector: { matchLabels: { ...matchLabels } } };
}

/** The pods of a primitive whose pods are all named after it. */
export function ownPods(primitive: Primitive, target: KubernetesTarget): Peers {
  return [pods(selectorOf(target.nameOf(primitive)))];
}

function addresses(networks: readonly string[]): k8s.NetworkPolicyPeer[] {
  return networks.map((cidr) => ({ ipBlock: { cidr } }));
}

/**
 * Callers as a network policy names them.
 *
 * @param callers
 * @default anyone
 */
export function callerPeers(callers: Callers | undefined): Peers {
  if (callers?.kind === 'pods') return [podsIn(callers.namespace)];
  return callers?.kind === 'addresses' ? addresses(callers.networks) : 'anyone';
}

/** Lets these in on the ports, if there are any. */
export function from(peers: Peers, ...ports: readonly number[]): IngressRule[] {
  if (peers === 'anyone') return [{ ports: tcp(...ports) }];
  return peers.length > 0 ? [{ from: [...peers], ports: tcp(...ports) }] : [];
}

/** Pods of another namespace. */
export function podsIn(namespace: string, podLabels?: Readonly<Record<string, string>>): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(podLabels ? { podSelector: { matchLabels: { ...podLabels } } } : {}),
  };
}

/** Where NodeLocal DNSCache listens on each node: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/. */
const nodeLocalDns = '169.254.20.10/32';

/**
 * Its pods where Cilium sends to them what is meant for the cluster's DNS, as on GKE with Dataplane V2: a policy then sees these,
 * and not who was asked. https://docs.cilium.io/en/stable/network/kubernetes/local-redirect-policy/#node-local-dns-cache.
 */
const nodeLocalDnsApp = 'node-local-dns';

function dnsServers(dns: DnsOption | undefined): k8s.NetworkPolicyPeer[] {
  if (!dns) {
    const labelled = ['kube-dns', nodeLocalDnsApp].map((app) => podsIn('kube-system', { 'k8s-app': app }));
    return [...labelled, ...addresses([nodeLocalDns])];
  }
  return dns.kind === 'pods' ? [podsIn(dns.namespace, dns.labels)] : addresses(dns.networks);
}

function toDns({ options: { dns } }: KubernetesTarget): EgressRule {
  const number = k8s.IntOrString.fromNumber(dns?.port ?? 53);
  return {
    to: dnsServers(dns),
    ports: [
      { protocol: 'UDP', port: number },
      { protocol: 'TCP', port: number },
    ],
  };
}

/** Where nothing is said, the API server's address is known to nobody but the cluster: its ports are open to any. */
export function toApiServer({ options: { apiServer } }: KubernetesTarget): EgressRule {
  const { networks, ports = apiServerPorts } = apiServer ?? {};
  return { ...(networks && { to: addresses(networks) }), ports: tcp(...ports) };
}

/** The rule that lets a workload out to what it names outside the platform. */
export function toOutside(target: KubernetesTarget, { to, ports }: Egress): EgressRule {
  if (to === 'cluster-api') return toApiServer(target);
  if (typeof to === 'object' && 'network' in to)
    return { to: [{ ipBlock: { cidr: to.network } }], ports: tcp(...ports) };
  if (typeof to === 'object' && 'host' in to) return { ports: tcp(...ports) };
  // Rules see the ports of the pods behind a service, which only the service knows.
  if (typeof to === 'object') return { to: [podsIn(to.namespace)] };
  return {
    to: [
      { ipBlock: { cidr: '0.0.0.0/0', except: notInternet.v4 } },
      { ipBlock: { cidr: '::/0', except: notInternet.v6 } },
    ],
    ports: tcp(...ports),
  };
}

/** Who may connect to pods, and to whom these may. */
export interface NetworkRules {
  readonly ingress: readonly IngressRule[];
  readonly egress: readonly EgressRule[];
}

/**
 * What may reach the pods of `selector`, and what they may reach besides DNS.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function renderNetworkPolicy(
  target: KubernetesTarget,
  scope: Construct,
  name: string,
  selector: Readonly<Record<string, string>>,
  { ingress, egress }: NetworkRules,
): void {
  object(k8s.KubeNetworkPolicy, scope, 'NetworkPolicy', {
    metadata: metadataOf(target, scope, name),
    spec: {
      podSelector: { matchLabels: { ...selector } },
      policyTypes: ['Ingress', 'Egress'],
      // No rule at all means the same as none in a list, which the API server forgets and finds new at each deployment.
      ...(ingress.length ? { ingress: merge(ingress) } : {}),
      egress: [toDns(target), ...merge(egress)],
    },
  });
}

/**
 * Refuses whatever no other policy allows: to every pod of a namespace that is the platform's own, and to the platform's
 * pods in a namespace that it shares.
 */
export function renderDefaultDeny(target: KubernetesTarget, scope: Construct): ApiObject {
  return object(k8s.KubeNetworkPolicy, scope, 'DefaultDeny', {
    metadata: metadataOf(target, scope, `${target.platform}-default-deny`, { keep: true }),
    spec: {
      podSelector: target.options.createNamespace ? {} : { matchLabels: platformLabels(target) },
      policyTypes: ['Ingress', 'Egress'],
    },
  });
}

/** One rule for each set of ports, and each rule once. */
function merge<Rule extends IngressRule | EgressRule>(rules: readonly Rule[]): Rule[] {
  const merged = new Map<string, Rule>();
  for (const rule of rules) {
    const side = 'to' in rule ? 'to' : 'from' in rule ? 'from' : undefined;
    const key = `${side}:${JSON.stringify(rule.ports)}`;
    const known = merged.get(key) as Record<string, unknown> | undefined;
    if (!known || !side) merged.set(key, rule);
    else {
      const peers = [...(known[side] as unknown[]), ...((rule as Record<string, unknown>)[side] as unknown[])];
      const unique = [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
      merged.set(key, { ...known, [side]: unique } as unknown as Rule);
    }
  }
  return [...merged.values()];
}
