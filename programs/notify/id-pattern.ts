/** A pattern of Java and of PostgreSQL for one id alone. */
export function idOnly(id: string): string {
  return `^(?:${id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')})$`;
}

/** The id that {@link idOnly} has made a pattern of; undefined for any other pattern. */
export function tryIdOf(pattern: string): string | undefined {
  const [, escaped] = /^\^\(\?:(.*)\)\$$/.exec(pattern) ?? [];
  const id = escaped?.replace(/\\(.)/g, '$1');
  return id !== undefined && idOnly(id) === pattern ? id : undefined;
}
