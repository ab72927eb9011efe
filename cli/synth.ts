import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { type LoadedSpec, loadSpec } from '../constructs/files/load-spec';
import { requireTargets } from '../constructs/files/require-targets';
import type { CommandContext } from './command';
import { compareWithLast, factsFile } from './compare-with-last';
import { describeFindings } from './describe-findings';
import { prepareSvg } from './diagram/svg';
import { locateFindings } from './locate-findings';
import { makeCities } from './make-cities';
import type { LanguageTag } from './report/language/tags';
import { page } from './report/page';
import { requireInstalled, type TargetName, type TargetResult, targets } from './targets';
import { textTable } from './text-table';

export interface SynthOptions {
  readonly target: readonly TargetName[];
  /** Folder for the artefacts: `<out>/<city>/<target>/`, and `<out>/index.html` that describes them. */
  readonly out: string;
  /** Codes of changes of a running city that are refused otherwise. @default none */
  readonly accept?: readonly string[];
  /** Language of the page. @default the first of the first city's languages that the page can be written in */
  readonly language?: LanguageTag;
}

/** What one city became on one target. */
export interface SynthResult extends Pick<TargetResult, 'objects' | 'files' | 'findings'> {
  readonly city: string;
  readonly target: TargetName;
  /** Folder of the artefacts. */
  readonly folder: string;
}

/** More commands than these are for the report to list. */
const maxCommands = 6;

/**
 * `citykit synth`: renders every city for every target asked for, runs the gates, and only when all of them pass puts the
 * artefacts in place, and beside them a page that describes them.
 *
 * @returns false when a gate found something; then nothing was written.
 * @throws {CityError} with every problem of the spec, or every change since the last time that applying does not bring about.
 */
export async function synth(file: string, options: SynthOptions, context: CommandContext): Promise<boolean> {
  const { console, json } = context;
  const wanted = [...new Set(options.target)];
  requireInstalled(wanted);
  const spec = await loadSpec(file);
  await requireTargets(spec, wanted);
  const members = spec.kind === 'city' ? [spec] : spec.members;
  for (const target of wanted) await targets[target].prepare?.(members.length);
  const staging = join(options.out, '.citykit-staging');
  await rm(staging, { recursive: true, force: true });
  // The first folder that was not there; nothing of it stays unless there is something to keep.
  let made = await mkdir(staging, { recursive: true });
  try {
    // What draws is loaded while the first city is rendered; should that fail, drawing says so.
    void prepareSvg().catch(() => undefined);
    const places = new Map(
      members.map(({ city }, at) => [city, members.length === 1 ? '' : `${at + 1}/${members.length} `]),
    );
    const cities = await makeCities(
      members.map(({ city }) => city),
      { targets: wanted, folder: staging },
      (city, target) => console.progress(`${places.get(city)}${city.title}: ${targets[target].title}`),
    );
    const results = members.flatMap((member, at) =>
      (cities[at]?.results ?? []).map(({ target, objects, files, findings, specPaths }): SynthResult => {
        const folder = join(options.out, member.city.name, target);
        return {
          city: member.city.name,
          target,
          folder,
          objects,
          files,
          findings: locateFindings(findings, specPaths, member),
        };
      }),
    );
    const passed = results.every(({ findings }) => findings.length === 0);
    const report = join(options.out, 'index.html');
    if (passed) {
      const kept = members.flatMap((member, at) => (cities[at]?.results ?? []).map(({ facts }) => ({ member, facts })));
      await compareWithLast(options.out, kept, options.accept ?? []);
      const text = await page({
        title: titleOf(spec),
        cities: cities.map((city) => city.report),
        ...(options.language && { language: options.language }),
      });
      made = staging;
      await putInPlace(results, staging);
      for (const { facts } of kept) {
        await writeFile(factsFile(options.out, facts), `${JSON.stringify(facts, null, 1)}\n`);
      }
      await writeFile(report, text);
    }
    if (json) console.data(JSON.stringify({ passed, ...(passed && { report }), results }, null, 2));
    else if (passed) console.data(summary(results, report));
    else console.say(describeFindings(results.flatMap(({ findings }) => findings)));
    return passed;
  } finally {
    await rm(made ?? staging, { recursive: true, force: true });
  }
}

function titleOf(spec: LoadedSpec): string {
  return spec.kind === 'city' ? spec.city.title : spec.federation.title;
}

/** Replaces the artefacts of an earlier run, so that what the spec no longer asks for is gone. */
async function putInPlace(results: readonly SynthResult[], staging: string): Promise<void> {
  for (const { city, target, folder } of results) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(join(staging, city, target), folder);
  }
}

function summary(results: readonly SynthResult[], report: string): string {
  const rows = results.map(({ city, target, objects, folder }) => [
    city,
    targets[target].title,
    String(Object.values(objects).reduce((sum, count) => sum + count, 0)),
    'passed',
    folder,
  ]);
  const shown = results.slice(0, maxCommands);
  const more = results.length - shown.length;
  return [
    textTable([['city', 'target', 'objects', 'gates', 'folder'], ...rows]),
    '',
    pc.bold('Next'),
    `  see ${report}: what was made and what it needs`,
    ...shown.map(({ target, folder }) => `  ${targets[target].deploy(folder)}`),
    ...(more > 0 ? [`  and ${more} more commands, in the report`] : []),
  ].join('\n');
}
