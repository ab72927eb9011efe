import type { Image } from '../waist/images';
import type { Probe } from '../waist/primitives';
import { shellWord } from './shell-words';

const shells = { bash: '/bin/bash', wget: '/bin/sh' } as const;

/**
 * A command that probes a program from within its container, for targets that know no other way.
 *
 * One line, because not every engine keeps more (compose/private/health-check.ts).
 *
 * @param script a line of the shell, of the words that `question` gives for a probe.
 * @returns undefined when nothing inside the image can ask, as in a distroless one.
 */
export function probeCommand(
  { httpClient }: Image,
  script: (question: (probe: Probe) => string) => string,
): string[] | undefined {
  if (!httpClient) return undefined;
  return [shells[httpClient], '-c', `${definitions[httpClient]}; ${script(question)}`];
}

const definitions: Readonly<Record<NonNullable<Image['httpClient']>, string>> = {
  bash: [
    'tcp() { exec 3<>"/dev/tcp/127.0.0.1/$1"; };',
    `http() { tcp "$1" && printf 'GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' "$2" >&3`,
    '&& read -r -t 4 _ status _ <&3 && [[ $status == [23]* ]]; }',
  ].join(' '),
  wget: 'tcp() { nc -z 127.0.0.1 "$1"; }; http() { wget -q -T 4 -O /dev/null "http://127.0.0.1:$1$2"; }',
};

function question(probe: Probe): string {
  if ('http' in probe) return `http ${probe.port} ${shellWord([probe.http])}`;
  if ('tcp' in probe) return `tcp ${probe.tcp}`;
  return probe.exec.map((argument) => shellWord([argument])).join(' ');
}
