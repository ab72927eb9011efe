import { Duration as Time } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Image } from '../../constructs/waist/images';
import type { Probe, Service } from '../../constructs/waist/primitives';
import { shellWord } from './shell-words';

const shells = { bash: '/bin/bash', wget: '/bin/sh' } as const;
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
  const { httpClient } = service.image;
  if (!httpClient) return undefined;
  const [isReady, isLive] = [ready, live].map(question);
  const script =
    isReady === isLive
      ? [isReady]
      : // The shared memory of the container is writable while its file system is not.
        [`if [ -e /dev/shm/ready ]; then ${isLive}; else ${isReady} && { : > /dev/shm/ready || true; }; fi`];
  return { command: ['CMD', shells[httpClient], '-c', [definitions[httpClient], ...script].join('\n')], ...pace };
}

const definitions: Readonly<Record<NonNullable<Image['httpClient']>, string>> = {
  bash: [
    'tcp() { exec 3<>"/dev/tcp/127.0.0.1/$1"; }',
    'http() {',
    '  tcp "$1" || return 1',
    `  printf 'GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' "$2" >&3`,
    '  read -r -t 4 _ status _ <&3 && [[ $status == [23]* ]]',
    '}',
  ].join('\n'),
  wget: ['tcp() { nc -z 127.0.0.1 "$1"; }', 'http() { wget -q -T 4 -O /dev/null "http://127.0.0.1:$1$2"; }'].join('\n'),
};

function question(probe: Probe): string {
  if ('http' in probe) return `http ${probe.port} ${shellWord([probe.http])}`;
  if ('tcp' in probe) return `tcp ${probe.tcp}`;
  return probe.exec.map((argument) => shellWord([argument])).join(' ');
}
