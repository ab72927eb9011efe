/** JSON as Envoy reads it. */
export type Json = Readonly<Record<string, unknown>>;

/** A message of the named protobuf type, such as `envoy.extensions.filters.http.router.v3.Router`. */
export function typed(type: string, value: Json = {}): Json {
  return { '@type': `type.googleapis.com/${type}`, ...value };
}

/** A named extension: a filter, a transport socket, an access logger. */
export function extension(name: string, type: string, value: Json = {}): Json {
  return { name, typed_config: typed(type, value) };
}

/** A protobuf duration. */
export function seconds(amount: number): string {
  return `${amount}s`;
}
