import type { AdminApi } from './admin-api';

/** What every step of an application works with. */
export interface Context {
  readonly api: AdminApi;
  /** Path of the realm: `/izmir`. */
  readonly at: string;
  /** Tells of a change that was made. */
  readonly changed: (what: string) => void;
}

/** A path from values that may hold any character. */
export function path(...segments: readonly string[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');
}
