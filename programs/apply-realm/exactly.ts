/** What has to be added to a list and what removed from it, so that it holds exactly the wanted names. */
export function exactly<T>(
  wanted: readonly string[],
  current: readonly T[],
  nameOf: (item: T) => string,
): { readonly missing: readonly string[]; readonly extra: readonly T[] } {
  const names = current.map(nameOf);
  return {
    missing: wanted.filter((name) => !names.includes(name)),
    extra: current.filter((item) => !wanted.includes(nameOf(item))),
  };
}
