import { isIPv4 } from 'node:net';

/** A network as the bits that its addresses begin with, and how many bits an address has. */
export interface NetworkBits {
  readonly prefix: string;
  readonly bits: 32 | 128;
}

/** The bits of a network in CIDR notation: `10.0.0.0/8` is `00001010`. */
export function networkBits(network: string): NetworkBits {
  const [address = '', length = ''] = network.split('/');
  const groups = isIPv4(address)
    ? address.split('.').map((group) => Number(group).toString(2).padStart(8, '0'))
    : ipv6Groups(address).map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'));
  return { prefix: groups.join('').slice(0, Number(length)), bits: isIPv4(address) ? 32 : 128 };
}

/** The eight groups of an IPv6 address, whichever way it is written. */
function ipv6Groups(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
}
