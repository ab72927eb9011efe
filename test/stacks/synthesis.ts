import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parse } from 'yaml';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { parseCity } from '../../constructs/spec/city';
import { CityPlatformStack } from '../../stacks/city-platform-stack';
import { flatTemplate, type Json, readTemplates, type Template } from '../support/flat-template';

export type { Json, Template };

process.env.CDK_VALIDATION = 'false';

/** A synthesised example. */
export interface Synthesis {
  /** The cloud assembly. */
  readonly folder: string;
  /** Path of the stack's template. */
  readonly templateFile: string;
  /** All templates, by the paths of their files; the stack's is the first. */
  readonly templates: Readonly<Record<string, Template>>;
  /** What they say together: see {@link flatTemplate}. */
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
 * @param customize adds to the platform.
 */
export function synthesise(
  example: (typeof examples)[number],
  change?: (spec: Json) => void,
  customize?: (platform: CityPlatform) => void,
): Synthesis {
  if (!change && !customize) return read(once(example), example);
  const spec = specOf(example);
  change?.(spec);
  const folder = mkdtempSync(join(tmpdir(), `citykit-${example}-`));
  folders.push(folder);
  write(spec, folder, customize);
  return read(folder, spec.name);
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

function write(spec: Json, folder: string, customize?: (platform: CityPlatform) => void): void {
  const app = new App({ outdir: folder, analyticsReporting: false, treeMetadata: false, stackTraces: false });
  new CityPlatformStack(app, spec.name, { city: parseCity(spec), ...(customize && { customize }) });
  app.synth();
}

function read(folder: string, city: string): Synthesis {
  const file = `${city}.template.json`;
  const templates = Object.entries(readTemplates(folder, file));
  return {
    folder,
    templateFile: join(folder, file),
    templates: Object.fromEntries(templates.map(([name, template]) => [join(folder, name), template])),
    template: flatTemplate(folder, file),
  };
}

/** Removes what was synthesised with a change. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
