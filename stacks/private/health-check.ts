import { Duration as Time } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { probeCommand } from '../../constructs/servers/probe-command';
import type { Service } from '../../constructs/waist/primitives';

const longestStartPeriod = 300;

/**
 * The container's health check. ECS knows one check alone, which decides both whether a rollout goes on and whether a
 * task is replaced. So it asks whether the service is ready until it was so once, and from then on only whether it
 * lives: a database that is away stops a rollout, but kills no task.
 *
 * @returns undefined when nothing inside the image can ask, as in a distroless one: there a load balancer in front
 * decides, and a container that ends is replaced in any case.
 */
export function healthCheckOf(service: Service): ecs.HealthCheck | undefined {
  const { ready, live, startsWithin } = service.probes;
  const start = Math.min(startsWithin.seconds, longestStartPeriod);
  // A start period is at most five minutes; what is left of a longer start is spread over ten retries.
  const rest = startsWithin.seconds - start;
  const pace = {
    startPeriod: Time.seconds(start),
    interval: Time.seconds(Math.max(15, Math.ceil(rest / 10))),
    timeout: Time.seconds(5),
    retries: rest > 0 ? 10 : 4,
  };
  if ('exec' in ready && 'exec' in live && String(ready.exec) === String(live.exec)) {
    return { command: ['CMD', ...ready.exec], ...pace };
  }
  const command = probeCommand(service.image, (question) => {
    const isReady = question(ready);
    const isLive = question(live);
    return isReady === isLive
      ? isReady
      : // The shared memory of the container is writable while its file system is not.
        `if [ -e /dev/shm/ready ]; then ${isLive}; else ${isReady} && { : > /dev/shm/ready || true; }; fi`;
  });
  return command && { command: ['CMD', ...command], ...pace };
}
