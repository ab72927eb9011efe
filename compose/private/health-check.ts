import { probeCommand } from '../../constructs/servers/probe-command';
import { shellWord } from '../../constructs/servers/shell-words';
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
      test: healthTest(command),
      interval: '10s',
      timeout: '6s',
      retries: 3,
      start_period: `${startsWithin.seconds}s`,
    }
  );
}

/**
 * How Compose asks with a command. Podman takes the words of `CMD` for one text and splits it at white space
 * (containers/podman 26519), so a command with a longer word goes to the shell of the image, in one line.
 */
export function healthTest(command: readonly string[]): readonly string[] {
  if (!command.some((word) => /\s/.test(word))) return ['CMD', ...command.map(literal)];
  const [shell, option, script] = command;
  const isScript = command.length === 3 && shell === '/bin/sh' && option === '-c';
  return ['CMD-SHELL', literal(isScript ? script! : command.map((word) => shellWord([word])).join(' '))];
}
