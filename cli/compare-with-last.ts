import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedCity } from '../constructs/files/load-spec';
import { ProblemCollector } from '../constructs/files/problem-collector';
import { fileError } from '../constructs/files/spec-source';
import { changeProblems } from '../constructs/platform/changes/changes';
import type { PlatformFacts } from '../constructs/platform/changes/platform-facts';
import type { Problem } from '../constructs/spec/city-error';

/** A city as it was made just now. */
export interface Made {
  readonly member: LoadedCity;
  readonly facts: PlatformFacts;
}

/** Where the facts of a city on a target are kept: beside its artefacts, where no tool that applies these looks. */
export function factsFile(out: string, { name, target }: Pick<PlatformFacts, 'name' | 'target'>): string {
  return join(out, name, `${target}.facts.json`);
}

/**
 * Compares what was made with what lies in the folder from last time.
 *
 * @param accepted codes of the changes that the user has taken care of
 * @throws {CityError} with every change that is neither brought about by applying nor accepted, of all cities at once.
 */
export async function compareWithLast(out: string, made: readonly Made[], accepted: readonly string[]): Promise<void> {
  const known = await readAll(out, made);
  const collector = new ProblemCollector(
    made.flatMap(({ member, facts }) => {
      const before = lastOf(facts, known, made);
      return before ? changeProblems(before, facts, accepted).map((problem) => placed(problem, member)) : [];
    }),
  );
  collector.unlessProblems(true);
}

function placed(problem: Problem, { file, locate }: LoadedCity): Problem {
  return { ...problem, file, ...locate(problem.path) };
}

/** Those of the same name; else those of a city that answered under the same domain and is not made any more. */
function lastOf(now: PlatformFacts, known: readonly PlatformFacts[], made: readonly Made[]): PlatformFacts | undefined {
  const ofTarget = known.filter(({ target }) => target === now.target);
  return (
    ofTarget.find(({ name }) => name === now.name) ??
    ofTarget.find(({ name, domain }) => domain === now.domain && !made.some(({ facts }) => facts.name === name))
  );
}

async function readAll(out: string, made: readonly Made[]): Promise<PlatformFacts[]> {
  const targets = [...new Set(made.map(({ facts }) => facts.target))];
  const names = await readdir(out, { withFileTypes: true });
  const files = names
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => targets.map((target) => factsFile(out, { name, target })));
  const found = await Promise.all(files.map(readFacts));
  return found.filter((facts) => facts !== undefined);
}

async function readFacts(file: string): Promise<PlatformFacts | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const facts = JSON.parse(text) as PlatformFacts;
    if (facts?.format === 1) return facts;
  } catch {
    // Told below, as of any other text that is not one of these files.
  }
  throw fileError(
    'file-facts',
    file,
    'It is what citykit wrote at the last synth, with which this one is compared.',
    'Take it back from version control; without it the change of a running city cannot be looked at.',
  );
}
