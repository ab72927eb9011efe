const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'JAVA_HOME', 'XDG_CACHE_HOME', 'CITYKIT_SCORPIO'];

/** For programs in Go: memory in exchange for a quarter of the time. */
export const lazyCollector = { GOGC: '400', GOMEMLIMIT: '2GiB' } as const;

/** The environment of a started program: little of this process's, so that nothing configures it by accident. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]]));
  return { ...Object.fromEntries(kept), ...more };
}
