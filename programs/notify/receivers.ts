import { BlockList, isIP } from 'node:net';
import { defaultPorts, type NotificationScheme } from '../../constructs/spec/notification-scheme';
import type { Receiver as CityReceiver } from '../../constructs/spec/receiver';
import { isObject, type Note } from '../shared/json-value';

/** Who may be notified: whom the city names, or a program of the platform itself by its name. */
export type RelayReceiver = CityReceiver & { readonly program?: string | undefined };

/** A check of the addresses that a host name stands for. */
export type AddressCheck = (address: string) => boolean;

/** Special-purpose addresses (IANA's registries): none of them is a host of the internet. */
const special = blockList([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/3', '2001::/23', '2001:db8::/32', '2002::/16'],
]);

/** Global unicast addresses: all of IPv6 that is assigned to hosts of the internet. */
const global6 = blockList(['2000::/3']);

/** Addresses that no service of a cluster has: this host and its link. */
const ownHost = blockList(['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/127', 'fe80::/10']);

/**
 * Whether the URL is one that may be notified, and at which addresses.
 *
 * @returns undefined when no receiver has its scheme, port and host
 */
export function tryAddressCheck(url: URL, receivers: readonly RelayReceiver[]): AddressCheck | undefined {
  const scheme = url.protocol.slice(0, -1);
  const port = portOf(url);
  const checks = receivers
    .filter(({ schemes, ports }) => schemes.some((one) => one === scheme) && ports.includes(port))
    .flatMap((receiver) => addressCheck(hostOf(url), receiver) ?? []);
  if (checks.length === 0) return undefined;
  return (address) => checks.some((check) => check(address));
}

/** Host name or address, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}

/** The URL's port, or the one that its scheme means. */
export function portOf(url: URL): number {
  return url.port === '' ? (defaultPorts[url.protocol.slice(0, -1) as NotificationScheme] ?? 0) : Number(url.port);
}

function addressCheck(
  host: string,
  { host: pattern, network, namespace, program }: RelayReceiver,
): AddressCheck | undefined {
  const isAddress = isIP(host) !== 0;
  if (program !== undefined) return host === program.toLowerCase() ? (address) => !has(ownHost, address) : undefined;
  if (namespace !== undefined) {
    return !isAddress && isServiceOf(host, namespace) ? (address) => !has(ownHost, address) : undefined;
  }
  const within = network === undefined ? isPublic : (address: string) => has(blockList([network]), address);
  if (pattern === undefined) return isAddress && within(host) ? within : undefined;
  return !isAddress && matches(host, pattern) ? within : undefined;
}

/** `*` is every name, `*.domain` every name below the domain. */
function matches(host: string, pattern: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern;
}

/** `service.namespace`, perhaps with `.svc` and the cluster's domain, perhaps of one pod of a headless service. */
function isServiceOf(host: string, namespace: string): boolean {
  const [short = ''] = host.split(/\.svc(?:\.|$)/);
  const labels = short.split('.');
  return labels.length >= 2 && labels.length <= 3 && labels.at(-1) === namespace && !labels.includes('');
}

function isPublic(address: string): boolean {
  if (has(special, address)) return false;
  return isIP(address) === 4 || has(global6, address);
}

function has(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Receivers out of JSON, for `Environment.json`. */
export function receiverList(value: unknown, note: Note): readonly RelayReceiver[] {
  if (Array.isArray(value) && value.every(isReceiver)) return value;
  note('must be a JSON list of receivers, each with schemes, ports, and a host, a network, a namespace or a program');
  return [];
}

function isReceiver(value: unknown): value is RelayReceiver {
  if (!isObject(value)) return false;
  const { schemes, ports, host, network, namespace, program } = value;
  const named = [host, network, namespace, program].filter((item) => item !== undefined);
  return (
    Array.isArray(schemes) &&
    schemes.every((scheme) => typeof scheme === 'string' && scheme in defaultPorts) &&
    Array.isArray(ports) &&
    ports.every((port) => Number.isInteger(port)) &&
    named.length > 0 &&
    named.every((item) => typeof item === 'string') &&
    (typeof network !== 'string' || isSubnet(network))
  );
}

function isSubnet(network: string): boolean {
  const [address = '', prefix = ''] = network.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}
