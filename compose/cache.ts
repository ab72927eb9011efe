import { valkey } from '../constructs/servers/valkey';
import { Cache, text } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';
import { renderContainer } from './private/container';
import { healthCheckOf } from './private/health-check';

/** A Valkey server that keeps nothing. */
export const cacheKind: ComposeKind<Cache> = {
  runs: 'inside',
  ready: () => 'service_healthy',
  render(cache, target) {
    const name = target.nameOf(cache);
    const { ports: _, probes, ...program } = valkey(cache);
    const healthcheck = healthCheckOf(program.image, probes);
    renderContainer(target, {
      scope: cache,
      name,
      ...program,
      ...(healthcheck && { healthcheck }),
      restart: 'unless-stopped',
    });
    return {
      outputs: { url: target.resolve(text`redis://:${cache.password.value}@${name}:${Cache.port}`) },
      keeps: [],
    };
  },
};
