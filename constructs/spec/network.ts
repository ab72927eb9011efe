import { isIP } from 'node:net';

/** Networks that no peer can be in: this host, its link, many hosts at once. */
const nowhere = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/127',
  '::ffff:0:0/96',
  'fe80::/10',
  'ff00::/8',
];

/**
 * Whether a text is a network that peers can be in: an IPv4 or IPv6 prefix (RFC 4632, RFC 4291) without bits behind it,
 * that has no address of {@link nowhere}.
 */
export function isNetwork(text: string): boolean {
  const network = tryNetwork(text);
  return network !== undefined && !nowhere.some((other) => overlap(network, tryNetwork(other) as Network));
}

/** Whether a text is an IPv4 or IPv6 prefix without bits behind it, wherever it leads. */
export function isCidr(text: string): boolean {
  return tryNetwork(text) !== undefined;
}

interface Network {
  readonly bits: number;
  readonly address: bigint;
  readonly prefix: number;
}

function tryNetwork(text: string): Network | undefined {
  const [, ip = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(ip)] ?? 0;
  const prefix = Number(length);
  if (bits === 0 || ip.includes('%') || prefix > bits) return undefined;
  const address = bits === 32 ? fromGroups(ip.split('.'), 10, 8) : fromGroups(ipv6Groups(ip), 16, 16);
  return address % 2n ** BigInt(bits - prefix) === 0n ? { bits, address, prefix } : undefined;
}

function fromGroups(groups: readonly string[], base: number, width: number): bigint {
  return groups.reduce((sum, group) => (sum << BigInt(width)) + BigInt(Number.parseInt(group, base)), 0n);
}

/** The eight groups of an IPv6 address; one that ends like an IPv4 address is written in groups first. */
function ipv6Groups(ip: string): string[] {
  const { hostname } = new URL(`http://[${ip}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  return [
    ...left,
    ...Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0'),
    ...right,
  ];
}

function overlap(one: Network, other: Network): boolean {
  if (one.bits !== other.bits) return false;
  const shift = BigInt(one.bits - Math.min(one.prefix, other.prefix));
  return one.address >> shift === other.address >> shift;
}
