import type { Size } from '../../constructs/units';

/**
 * Settings that follow from memory, after the PostgreSQL manual (19.4): a quarter of it for shared buffers, and a
 * connection for every 8 MiB, from 100 to 500.
 */
export function memorySettings(memory: Size): Record<string, string> {
  return {
    max_connections: String(Math.min(500, Math.max(100, Math.floor(memory.mebibytes / 8)))),
    shared_buffers: `${memory.share(0.25).mebibytes}MB`,
    effective_cache_size: `${memory.share(0.6).mebibytes}MB`,
  };
}
