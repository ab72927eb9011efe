/** What a platform's artefacts can be compared by. */
export const aspects = [
  'component',
  'runs',
  'image',
  'port',
  'variable',
  'file',
  'health',
  'reaches',
  'reaches-port',
  'route',
  'role',
  'client',
  'claim',
] as const;

export type Aspect = (typeof aspects)[number];

/** One thing that the artefacts of a platform say, read from the artefacts alone. */
export interface Fact {
  /** Path of the primitive below the platform, such as `Broker/Service`; `Platform` for what belongs to none. */
  readonly subject: string;
  readonly aspect: Aspect;
  readonly value: string;
}

/** The path of a primitive below the platform. */
export function subjectOf(path: string): string {
  const [, , ...below] = path.split('/');
  return below.join('/') || 'Platform';
}

/** What is asked of a program by a health check that a shell runs: its last call of `http` or `tcp`. */
export function healthOfScript(script: string): string {
  // biome-ignore lint/suspicious/noExplicitAny: the groups are there where it matched.
  const calls = [...script.matchAll(/\b(http|tcp) '?(\d+)'?(?: '([^']*)')?/g)] as any[];
  const [, how, port, path] = calls.filter(([, , , path]) => path !== '/live').at(-1) ?? [];
  return how ? [how, port, path].filter(Boolean).join(' ') : 'a command';
}

/** A variable that a target adds to put a text together from a secret and other words is no variable of the program. */
export const isHelper = (variable: string): boolean => /^(SECRET_|CITYKIT_SECRET_)/.test(variable);
