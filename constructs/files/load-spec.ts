import { CityError, isCityError, type Problem } from '../problems/city-error';
import { parsePath, valueAt } from '../problems/problem-path';
import { type City, parseCity, type WantedTargets } from '../spec/city';
import { type Federation, inPlace, isFederation, parseFederation } from '../spec/federation';
import { besideFile, type ReadSource, withModelFiles } from './model-files';
import { ProblemCollector } from './problem-collector';
import { type Position, readSource, type SpecSource } from './spec-source';

/** A city and the file that describes it. */
export interface LoadedCity {
  /** Tells it from a federation. */
  readonly kind: 'city';
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The file, as the user named it. */
  readonly file: string;
  /** Where in the file a path of the spec is written; undefined for TypeScript. */
  locate(path: string): Position | undefined;
}

/** A federation, its file, and its cities with theirs. */
export interface LoadedFederation {
  /** Tells it from a city. */
  readonly kind: 'federation';
  /** The federation, checked. */
  readonly federation: Federation;
  /** Its cities, in the order of the spec. */
  readonly cities: readonly City[];
  /** In the order of `cities`. */
  readonly members: readonly LoadedCity[];
  /** The file, as the user named it. */
  readonly file: string;
}

/** What a file of a user describes. */
export type LoadedSpec = LoadedCity | LoadedFederation;

/**
 * Reads a city or a federation from YAML, JSON, TypeScript or JavaScript.
 *
 * @param file path, relative to the current folder.
 * @param targets what every city has to be fit for. @default none
 * @throws {CityError} with every problem of the file and of the files it names, each with file, line and column.
 */
export async function loadSpec(file: string, targets: WantedTargets = []): Promise<LoadedSpec> {
  const source = await readSource(file);
  return describesFederation(source.value) ? loadFederation(source, targets) : loadCity(source, targets);
}

function describesFederation(value: unknown): boolean {
  if (isFederation(value)) return true;
  const has = (key: string) => valueAt(value, [key]) !== undefined;
  return has('federation') || (has('cities') && !has('name'));
}

/**
 * Reads a city that stands in one file.
 *
 * @param targets that it is to do for. @default none
 * @param read reads the files of its data models. @default from the disk
 * @throws {CityError} as {@link loadSpec}.
 */
export async function loadCity(file: SpecSource, targets: WantedTargets = [], read?: ReadSource): Promise<LoadedCity> {
  const collector = new ProblemCollector(file.problems);
  const source = await withModelFiles(file, collector, [], read);
  const city = await collector.collect(() => located(source, () => parseCity(source.value, targets)));
  return loaded(source, collector.unlessProblems(city));
}

function loaded(source: SpecSource, city: City, place = ''): LoadedCity {
  const within = (path: string) => [place, path].filter((part) => part !== '').join('.');
  return { kind: 'city', city, file: source.file, locate: (path) => source.locate(within(path)) };
}

async function loadFederation(source: SpecSource, targets: WantedTargets): Promise<LoadedFederation> {
  const { file, value } = source;
  const collector = new ProblemCollector(source.problems);
  const members: (LoadedCity | undefined)[] = [];
  for (const [at, entry] of entriesOf(value)) {
    members.push(await collector.collect(() => loadMember(source, entry, `cities[${at}]`, targets)));
  }
  const cities = members.map((member) => member?.city);
  const read = () => (isFederation(value) ? value : parseFederation(value, cities));
  const federation = collector.unlessProblems(await collector.collect(() => located(source, read)));
  const whole = members.filter((member) => member !== undefined);
  return { kind: 'federation', federation, cities: federation.cities, members: whole, file };
}

function entriesOf(federation: unknown): [number, unknown][] {
  const cities = valueAt(federation, ['cities']);
  return Array.isArray(cities) ? [...cities.entries()] : [];
}

async function loadMember(
  source: SpecSource,
  entry: unknown,
  place: string,
  targets: WantedTargets,
): Promise<LoadedCity | undefined> {
  if (typeof entry === 'object' && entry !== null) {
    const collector = new ProblemCollector();
    const whole = await withModelFiles(source, collector, parsePath(place));
    const read = () => inPlace(place, () => parseCity(valueAt(whole.value, parsePath(place)), targets));
    const city = await collector.collect(() => located(whole, read));
    return loaded(whole, collector.unlessProblems(city), place);
  }
  // Anything else that is no path is the federation's own problem.
  if (typeof entry !== 'string' || !/\.(ya?ml|json|[cm]?[jt]s)$/.test(entry)) return undefined;
  const here = (problem: Problem) => at(source, { ...problem, path: place, value: entry });
  const missing = 'Check the path; it is relative to the file of the federation.';
  try {
    const member = await readSource(besideFile(source.file, entry));
    if (!describesFederation(member.value)) return await loadCity(member, targets);
  } catch (error) {
    if (!isCityError(error)) throw error;
    throw new CityError(
      error.problems.map((problem) => {
        if (problem.code === 'file-missing') return here({ ...problem, fix: missing });
        return problem.code.startsWith('file-') ? here(problem) : problem;
      }),
    );
  }
  const rule = 'The members of a federation are cities.';
  const fix = 'Name the cities of that federation one by one.';
  throw new CityError([here({ code: 'federation-nested', path: place, value: entry, rule, fix })]);
}

/** Runs `read`, with the file and position added to its problems. */
function located<T>(source: SpecSource, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isCityError(error)) throw error;
    const told = error.problems.filter(({ path }) => !source.unread?.includes(path));
    throw new CityError(told.map((problem) => at(source, problem)));
  }
}

function at(source: SpecSource, problem: Problem): Problem {
  const of = problem.code === 'unknown-key' || problem.code === 'bad-key' ? 'key' : 'value';
  return { ...problem, file: source.file, ...source.locate(problem.path, of) };
}
