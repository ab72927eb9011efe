import type { Watched } from '../../constructs/components/monitoring/watched';
import type { Environment } from '../shared/environment';
import { isObject, type Note } from '../shared/json-value';

/** What `watch` is told. */
export interface WatchConfig extends Watched {
  /** Between two readings, in milliseconds. */
  readonly pause: number;
  /** For the answer of one replica, in milliseconds. */
  readonly timeout: number;
  /** For probes. */
  readonly port: number;
}

/** From the environment, with every problem of it at once. */
export function watchConfig(environment: Environment): WatchConfig {
  const seconds = (name: string, fallback: number) =>
    1000 * environment.integer(name, { fallback, minimum: 1, maximum: 3600 });
  return {
    ...environment.json('WATCHED', watchedOf),
    pause: seconds('PAUSE_SECONDS', 60),
    timeout: seconds('REQUEST_TIMEOUT_SECONDS', 10),
    port: environment.integer('PORT', { fallback: 8080, minimum: 0, maximum: 65_535 }),
  };
}

/** The kit writes it, so that it is looked at as a whole only. */
function watchedOf(value: unknown, note: Note): Watched {
  if (isObject(value) && Array.isArray(value.sources) && Array.isArray(value.quantities)) return value as never;
  note('must be a JSON object with sources and quantities');
  return { sources: [], quantities: [] };
}
