import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { writeSecret } from './write-secret';

/** The variables of a file `.env`, as Compose reads them. */
export function readEnvironment(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
      return name ? [[name, unquoted(value.trim())] as const] : [];
    }),
  );
}

/** Writes such a file, for its owner alone. */
export function writeEnvironment(path: string, variables: ReadonlyMap<string, string>): void {
  const lines = [...variables].map(([name, value]) => `${name}=${quoted(value)}`);
  writeSecret(path, `# Passwords and keys of the platform: keep it, and keep it to yourself.\n${lines.join('\n')}\n`);
  chmodSync(path, 0o600);
}

/** What is more than letters and digits stands in quotes, a line break as \\n and a dollar sign for itself. */
function quoted(value: string): string {
  if (/^[\w.-]*$/.test(value)) return value;
  return `"${value.replace(/[\\"$]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function unquoted(value: string): string {
  if (/^'.*'$/.test(value)) return value.slice(1, -1);
  if (!/^".*"$/.test(value)) return value.replace(/\s+#.*$/, '');
  return value.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}
