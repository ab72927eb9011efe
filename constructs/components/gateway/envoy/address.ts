import type { Json } from './typed';

/** A TCP address. */
export function address(host: string, port: number): Json {
  return { socket_address: { address: host, port_value: port } };
}
