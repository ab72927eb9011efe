import { addOptOut } from '../constructs/waist/opt-out';
import type { Service } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';
import { renderContainer } from './private/container';
import { healthCheckOf } from './private/health-check';
import { dependsOn } from './private/start-order';
import { volumesOf } from './volume';

const unasked = 'The image has its program alone, and nothing to ask it with';

/** A service that starts again when it ends, and is started again with the machine. */
export const serviceKind: ComposeKind<Service> = {
  runs: 'inside',
  ready: ({ image, probes }) => (healthCheckOf(image, probes) ? 'service_healthy' : 'service_started'),
  render(service, target) {
    const { replicas, image, size, command, args, scratch, env, files, probes, stopsWithin } = service;
    if (replicas.min > 1)
      throw new Error(`${service.node.path}: ${replicas.min} replicas on one machine are one too many to lose`);
    const healthcheck = healthCheckOf(image, probes);
    if (!healthcheck)
      addOptOut(service, { measure: 'a health check', reason: `${unasked}; if it ends it is started again.` });
    renderContainer(target, {
      scope: service,
      name: target.nameOf(service),
      image,
      size,
      ...(command && { command }),
      ...(args && { args }),
      scratch,
      env,
      files,
      volumes: volumesOf(service, target),
      dependsOn: dependsOn(target, service),
      ...(healthcheck ? { healthcheck } : { reason: unasked }),
      stopsWithin,
      restart: 'unless-stopped',
    });
    return { outputs: {}, keeps: [] };
  },
};
