import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parse } from 'yaml';
import { parseCity } from '../../constructs/spec/city';
import { CityPlatformStack } from '../../stacks/city-platform-stack';

// biome-ignore lint/suspicious/noExplicitAny: assertions read arbitrary paths of plain JSON.
export type Json = any;

process.env.CDK_VALIDATION = 'false';

export interface Template {
  readonly Resources: Record<string, Json>;
  readonly Outputs?: Record<string, Json>;
}

/** A synthesised example. */
export interface Synthesis {
  /** The cloud assembly. */
  readonly folder: string;
  readonly templateFile: string;
  readonly template: Template;
}

/** The examples that have an AWS side; a laptop's city has none. */
export const examples = ['izmir', 'istanbul'] as const;

const folders: string[] = [];

/** What `city.yaml` of an example says. */
export function specOf(example: (typeof examples)[number]): Json {
  return parse(readFileSync(join(__dirname, `../../examples/${example}/city.yaml`), 'utf8'));
}

/**
 * The cloud assembly of an example, without the gates: they add nothing to a template.
 *
 * @param change of what `city.yaml` says. Without it, all test files of a run read one assembly and change nothing in it.
 */
export function synthesise(example: (typeof examples)[number], change?: (spec: Json) => void): Synthesis {
  if (!change) return read(once(example), example);
  const spec = specOf(example);
  change(spec);
  const folder = mkdtempSync(join(tmpdir(), `citykit-${example}-`));
  folders.push(folder);
  write(spec, folder);
  return read(folder, example);
}

/** Folder of the assembly that the test files of this run share; whoever needs it first makes it. */
function once(example: (typeof examples)[number]): string {
  const shared = join(process.env.CITYKIT_TEST_RUN!, example);
  if (existsSync(shared)) return shared;
  const own = mkdtempSync(`${shared}-`);
  write(specOf(example), own);
  try {
    renameSync(own, shared);
  } catch (error) {
    // Another worker was faster.
    if (!existsSync(shared)) throw error;
  }
  return shared;
}

function write(spec: Json, folder: string): void {
  const app = new App({ outdir: folder, analyticsReporting: false, treeMetadata: false, stackTraces: false });
  new CityPlatformStack(app, spec.name, { city: parseCity(spec) });
  app.synth();
}

function read(folder: string, example: string): Synthesis {
  const templateFile = join(folder, `${example}.template.json`);
  return { folder, templateFile, template: JSON.parse(readFileSync(templateFile, 'utf8')) };
}

/** Removes what was synthesised with a change. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
