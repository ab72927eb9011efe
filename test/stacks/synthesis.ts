import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
 * Synthesises an example into a folder of its own, without the gates: they add nothing to a template.
 *
 * @param change of what `city.yaml` says.
 */
export function synthesise(example: (typeof examples)[number], change: (spec: Json) => void = () => {}): Synthesis {
  const spec = specOf(example);
  change(spec);
  const folder = mkdtempSync(join(tmpdir(), `citykit-${example}-`));
  folders.push(folder);
  const app = new App({ outdir: folder, analyticsReporting: false });
  const { templateFile, stackName } = new CityPlatformStack(app, spec.name, { city: parseCity(spec) });
  const { template } = app.synth().getStackByName(stackName);
  return { folder, templateFile: join(folder, templateFile), template };
}

/** Removes what was synthesised. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
