import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import type { CommandContext } from './command';
import { describeFindings } from './describe-findings';
import { type LoadedCity, loadSpec } from './load-spec';
import { locateFindings } from './locate-findings';
import { table } from './table';
import { type TargetName, type TargetResult, targets } from './targets';

export interface SynthOptions {
  readonly target: readonly TargetName[];
  /** Folder for the artefacts: `<out>/<city>/<target>/`. */
  readonly out: string;
}

/** What one city became on one target. */
export interface SynthResult extends Omit<TargetResult, 'platform'> {
  readonly city: string;
  readonly target: TargetName;
  /** Folder of the artefacts. */
  readonly folder: string;
}

/**
 * `citykit synth`: renders every city for every target asked for, runs the gates, and only when all of them pass puts the
 * artefacts in place.
 *
 * @returns false when a gate found something; then nothing was written.
 * @throws {CityError} with every problem of the spec.
 */
export async function synth(file: string, options: SynthOptions, context: CommandContext): Promise<boolean> {
  const { console, json } = context;
  const spec = await loadSpec(file);
  const members = spec.kind === 'city' ? [spec] : spec.members;
  const staging = join(options.out, '.citykit-staging');
  await rm(staging, { recursive: true, force: true });
  try {
    const results: SynthResult[] = [];
    for (const member of members) {
      for (const target of options.target) {
        console.progress(`${member.city.title}: ${targets[target].title}`);
        results.push(await synthOne(member, target, join(staging, member.city.name, target), options.out));
      }
    }
    const passed = results.every(({ findings }) => findings.length === 0);
    if (passed) await putInPlace(results, staging);
    if (json) console.data(JSON.stringify({ passed, results }, null, 2));
    else console.data(passed ? summary(results) : describeFindings(results.flatMap(({ findings }) => findings)));
    return passed;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function synthOne(member: LoadedCity, target: TargetName, folder: string, out: string): Promise<SynthResult> {
  await mkdir(folder, { recursive: true });
  const { platform, findings, ...result } = await targets[target].synth(member.city, folder);
  return {
    city: member.city.name,
    target,
    folder: join(out, member.city.name, target),
    ...result,
    findings: locateFindings(findings, platform, member),
  };
}

/** Replaces the artefacts of an earlier run, so that what the spec no longer asks for is gone. */
async function putInPlace(results: readonly SynthResult[], staging: string): Promise<void> {
  for (const { city, target, folder } of results) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(join(staging, city, target), folder);
  }
}

function summary(results: readonly SynthResult[]): string {
  const rows = results.map(({ city, target, objects, folder }) => [
    city,
    targets[target].title,
    String(Object.values(objects).reduce((sum, count) => sum + count, 0)),
    'passed',
    folder,
  ]);
  const next = results.map(({ target, folder }) => `  ${targets[target].deploy(folder)}`);
  return [table([['city', 'target', 'objects', 'gates', 'folder'], ...rows]), '', pc.bold('Next'), ...next].join('\n');
}
