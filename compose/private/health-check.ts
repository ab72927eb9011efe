import { probeCommand } from '../../constructs/servers/probe-command';
import type { Image } from '../../constructs/waist/images';
import type { ResolvedProbes } from '../../constructs/waist/primitives';
import type { HealthCheck } from '../compose-file';
import { literal } from '../secret-variable';

/**
 * The health check of a container: whether it is ready, as those who start after it have to know. Engines make nothing of a
 * container that is not, so there is nothing that `live` would be asked for.
 *
 * @returns undefined when nothing inside the image can ask.
 */
export function healthCheckOf(image: Image, { ready, startsWithin }: ResolvedProbes): HealthCheck | undefined {
  const command = 'exec' in ready ? ready.exec : probeCommand(image, (question) => question(ready));
  return (
    command && {
      test: ['CMD', ...command.map(literal)],
      interval: '10s',
      timeout: '6s',
      retries: 3,
      start_period: `${startsWithin.seconds}s`,
    }
  );
}
