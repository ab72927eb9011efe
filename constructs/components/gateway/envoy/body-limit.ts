import { extension, type Json, typed } from './typed';

/** Name of the filter that bounds bodies. */
export const BODY_LIMIT = 'gateway.body-limit';

const TYPE = 'envoy.extensions.filters.http.buffer.v3';

/** Holds a body until it is complete, so that one that is too large never reaches an upstream. */
export function bodyLimitFilter(bytes: number): Json {
  return extension(BODY_LIMIT, `${TYPE}.Buffer`, { max_request_bytes: bytes });
}

/** Another limit for a route. */
export function bodyLimitPerRoute(bytes: number): Json {
  return typed(`${TYPE}.BufferPerRoute`, { buffer: { max_request_bytes: bytes } });
}
