import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedCity, type LoadedSpec, loadSpec } from '../constructs/files/load-spec';
import { type City, namedTargets } from '../constructs/spec/city';
import type { Finding } from '../constructs/waist/finding';
import type { Answer, AnswerProblem } from './answer';
import type { CommandContext } from './command';
import { compareWithLast } from './compare-with-last';
import { describeFindings } from './describe-findings';
import { describeSynth } from './describe-synth';
import { prepareSvg } from './diagram/svg';
import { findingCode } from './finding-code';
import { locateFindings } from './locate-findings';
import { makeCities } from './make-cities';
import type { MadeCity } from './make-city';
import { type LeftAlone, OutputFolder } from './output/output-folder';
import { refusePlace } from './output/output-place';
import type { LanguageTag } from './report/language/tags';
import { page } from './report/page';
import { gateResults, type SynthResult } from './synth-result';
import { requireInstalled, type SynthTargetName, targets } from './targets';
import { wantedOf } from './targets/names';

/** Options of `citykit synth`. */
export interface SynthOptions {
  /** @default those that the spec has a section for, else Kubernetes */
  readonly target?: readonly SynthTargetName[];
  /** Folder for the artefacts: `<out>/<city>/<target>/`, and `<out>/index.html` that describes them. */
  readonly out: string;
  /** Codes of changes of a running city that are refused otherwise. @default none */
  readonly accept?: readonly string[];
  /** Language of the page. @default the first of the first city's languages that the page can be written in */
  readonly language?: LanguageTag;
  /** Replace files in the folder that citykit did not write, or that were changed since. @default false */
  readonly overwrite?: boolean;
}

/** What `citykit synth --json` prints. */
export interface SynthAnswer extends Answer {
  /** The page that describes the artefacts; null when nothing was written. */
  readonly report: string | null;
  readonly results: readonly SynthResult[];
  /** What lies in the folder and is not of this run. */
  readonly leftAlone: readonly LeftAlone[];
}

const reportName = 'index.html';

/**
 * `citykit synth`: renders every city for every target asked for, runs the gates, and only when all of them pass puts the
 * artefacts in place, and beside them a page that describes them.
 *
 * @returns what became of it; it is not `ok` when a gate found something, and then nothing was written.
 * @throws {CityError} with every problem of the spec or of the folder, or every change since the last time that applying
 * does not bring about.
 */
export async function synth(file: string, options: SynthOptions, context: CommandContext): Promise<SynthAnswer> {
  const { console, json } = context;
  requireInstalled(options.target ?? []);
  refusePlace(options.out, options.overwrite);
  const spec = await loadSpec(file, wantedOf(options.target));
  const members = membersOf(spec);
  const wanted = (city: City): readonly SynthTargetName[] =>
    options.target ? [...new Set(options.target)] : namedTargets(city);
  requireInstalled([...new Set(members.flatMap(({ city }) => wanted(city)))]);
  const folder = await OutputFolder.open(options.out, {
    overwrite: options.overwrite ?? false,
    waiting: (holder) => console.progress(`Waiting for ${holder}, which writes to ${options.out}`),
  });
  try {
    const cities = await made(spec, wanted, folder.staging, context);
    const results = members.flatMap((member, at) => resultsOf(member, cities[at] as MadeCity, options.out));
    const findings = results.flatMap((result) => result.findings);
    if (findings.length > 0) {
      if (!json) console.say(describeFindings(findings));
      return { ok: false, report: null, results, leftAlone: [], problems: findings.map(asProblem) };
    }
    const platforms = members.flatMap((member, at) =>
      (cities[at]?.results ?? []).map(({ facts }) => ({ member, facts })),
    );
    compareWithLast(folder.record.platforms, platforms, options.accept ?? []);
    const text = await page({
      title: titleOf(spec),
      cities: cities.map((city) => city.report),
      ...(options.language && { language: options.language }),
    });
    await writeFile(join(folder.staging, reportName), text);
    const leftAlone = folder.putInPlace(platforms.map(({ facts }) => facts));
    const report = join(options.out, reportName);
    if (!json)
      console.data(describeSynth({ results, report, leftAlone, ...(console.width && { width: console.width }) }));
    return { ok: true, report, results, leftAlone, problems: [] };
  } finally {
    folder.close();
  }
}

const membersOf = (spec: LoadedSpec): readonly LoadedCity[] => (spec.kind === 'city' ? [spec] : spec.members);

async function made(
  spec: LoadedSpec,
  wanted: (city: City) => readonly SynthTargetName[],
  staging: string,
  { console }: CommandContext,
): Promise<MadeCity[]> {
  const members = membersOf(spec);
  const cities = members.map(({ city }) => ({ city, targets: wanted(city) }));
  for (const target of new Set(cities.flatMap((one) => one.targets))) await targets[target].prepare?.(members.length);
  // What draws is loaded while the first city is rendered; should that fail, drawing says so.
  void prepareSvg().catch(() => undefined);
  const places = new Map(
    members.map(({ city }, at) => [city, members.length === 1 ? '' : `${at + 1}/${members.length} `]),
  );
  const federation = spec.kind === 'federation' ? spec.federation : undefined;
  return makeCities(cities, federation, staging, (city, target) =>
    console.progress(`${places.get(city)}${city.title}: ${targets[target].title}`),
  );
}

function resultsOf(member: LoadedCity, { results, report }: MadeCity, out: string): SynthResult[] {
  const city = member.city.name;
  return results.map(({ target, objects, files, findings: found, specPaths }) => {
    const findings = locateFindings(found, specPaths, member);
    const folder = join(out, city, target);
    const made = report.targets.find((one) => one.target === target);
    return {
      city,
      target,
      folder,
      objects,
      files,
      gates: gateResults(targets[target].gates, findings),
      findings,
      optOuts: report.optOuts
        .filter((optOut) => optOut.targets.includes(target))
        .map(({ measure, where, reason }) => ({ measure, where, reason })),
      prerequisites: (made?.prerequisites ?? []).map(({ name, need }) => ({ name, need })),
      steps: targets[target].steps(member.city, folder),
      secrets: made?.secrets ?? null,
    };
  });
}

/** A finding in the form of every other mistake. */
function asProblem({ gate, rule, object, path, value, message, fix, source }: Finding): AnswerProblem {
  const [, file, line, column] = /^(.+?):(\d+):(\d+)\b/.exec(source ?? '') ?? [undefined, source];
  return {
    code: findingCode({ gate, rule }),
    path: [object, path].filter((part) => part !== '').join(' '),
    value,
    rule: message,
    fix,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line: Number(line), column: Number(column) }),
  };
}

function titleOf(spec: LoadedSpec): string {
  return spec.kind === 'city' ? spec.city.title : spec.federation.title;
}
