/** What a name in a list cannot have, and a path or an address has. */
const ofPath = /[./\\]/;

/**
 * A command line with each value of a list option by itself: `--target a,b city.yaml` and `--target a b city.yaml` become
 * `--target=a --target=b city.yaml`, so that no list swallows the spec that comes after it.
 *
 * @param options those that take several names: `--target`.
 */
export function withListsSplit(words: readonly string[], options: readonly string[]): string[] {
  const [word, ...rest] = words;
  if (word === undefined || word === '--') return [...words];
  const option = options.find((name) => word === name || word.startsWith(`${name}=`));
  if (option === undefined) return [word, ...withListsSplit(rest, options)];
  const end = rest.findIndex((next) => next.startsWith('-') || ofPath.test(next));
  const following = rest.slice(0, end < 0 ? rest.length : end);
  const values = word === option ? following : [word.slice(option.length + 1)];
  // Without any, the option itself says what it lacks.
  if (values.length === 0) return [word, ...withListsSplit(rest, options)];
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  const left = word === option ? rest.slice(following.length) : rest;
  return [...names.map((name) => `${option}=${name}`), ...withListsSplit(left, options)];
}
