import { dirname, isAbsolute, join, normalize } from 'node:path';
import { CityError, isCityError, type Problem } from '../problems/city-error';
import { formatPath, type PathSteps, parsePath, valueAt } from '../problems/problem-path';
import { isCity } from '../spec/city';
import { modelFileName } from '../spec/model-type';
import type { ProblemCollector } from './problem-collector';
import { readSource, type SpecSource } from './spec-source';

/** Reads a file that a spec names. */
export type ReadSource = (file: string) => Promise<SpecSource>;

/** The file as the user could name it, that another file names relative to itself. */
export function besideFile(file: string, named: string): string {
  return isAbsolute(named) ? named : normalize(join(dirname(file), named));
}

/**
 * The spec with the data models of files in the place of their names. What is wrong in such a file has its path in the
 * spec, and its line in the file.
 *
 * @param place of the city in the source. @default the source itself
 */
export async function withModelFiles(
  source: SpecSource,
  collector: ProblemCollector,
  place: PathSteps = [],
  read: ReadSource = readSource,
): Promise<SpecSource> {
  const steps = [...place, 'dataModels'];
  const entries = isCity(valueAt(source.value, place)) ? undefined : valueAt(source.value, steps);
  if (!Array.isArray(entries)) return source;
  const files = new Map<number, SpecSource>();
  const unread: string[] = [];
  for (const [at, entry] of entries.entries()) {
    if (typeof entry !== 'string' || !modelFileName.test(entry)) continue;
    const model = await collector.collect(() => modelFile(source, entry, formatPath([...steps, at]), read));
    if (model) files.set(at, model);
    else unread.push(formatPath([...steps, at]));
    await collector.collect(() => {
      if (model && model.problems.length > 0) throw new CityError(model.problems);
    });
  }
  if (files.size === 0 && unread.length === 0) return source;
  const models = entries.map((entry, at) => files.get(at)?.value ?? entry);
  return {
    ...source,
    value: replaced(source.value, steps, models),
    unread: [...(source.unread ?? []), ...unread],
    locate: (path, of) => {
      const all = parsePath(path);
      const at = steps.every((step, depth) => all[depth] === step) ? all[steps.length] : undefined;
      const model = files.get(Number(at));
      const rest = all.slice(steps.length + 1);
      if (model === undefined || rest.length === 0) return source.locate(path, of);
      const position = model.locate(formatPath(rest), of);
      return position && { ...position, file: model.file };
    },
  };
}

async function modelFile(source: SpecSource, named: string, path: string, read: ReadSource): Promise<SpecSource> {
  try {
    return await read(besideFile(source.file, named));
  } catch (error) {
    if (!isCityError(error)) throw error;
    const here = (problem: Problem): Problem => ({
      ...problem,
      path,
      value: named,
      file: source.file,
      ...source.locate(path),
      ...(problem.code === 'file-missing' && { fix: 'Check the path; it is relative to the file of the spec.' }),
    });
    throw new CityError(error.problems.map((problem) => (problem.code.startsWith('file-') ? here(problem) : problem)));
  }
}

/** A copy of the value with another one at the end of the steps. */
function replaced(value: unknown, [step, ...rest]: PathSteps, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? replaced(item, rest, by) : item));
  const own = value as Readonly<Record<PropertyKey, unknown>>;
  return { ...own, [step]: replaced(own[step], rest, by) };
}
