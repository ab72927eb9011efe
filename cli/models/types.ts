import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileError } from '../../constructs/files/spec-source';
import { typescriptOf } from '../../constructs/models/typescript/typescript-of';
import type { Answer } from '../answer';
import type { CommandContext } from '../command';
import { modelsOfSpec } from './models-of';

/** Options of `citykit models types`. */
export interface TypesOptions {
  readonly spec: string;
  /** File to write. @default standard output */
  readonly out?: string;
  /** Replace a file that citykit did not write. @default false */
  readonly overwrite?: boolean;
}

/** What `citykit models types --json` prints. */
export interface TypesAnswer extends Answer {
  readonly types: readonly string[];
}

/**
 * `citykit models types`: TypeScript that describes the entities of a city, for who writes apps.
 *
 * @throws {CityError} with every problem of the spec, or where the file is another's.
 */
export async function writeTypes(options: TypesOptions, { console, json }: CommandContext): Promise<TypesAnswer> {
  const { spec, out, overwrite = false } = options;
  const models = await modelsOfSpec(spec);
  const text = typescriptOf(models);
  if (out !== undefined) {
    const own = text.slice(0, text.indexOf('\n'));
    if (!overwrite && existsSync(out) && !readFileSync(out, 'utf8').startsWith(own)) {
      const fix = 'Name another file, or write --overwrite to replace it.';
      throw fileError('output-foreign', out, 'Types replace no file that citykit did not write.', fix);
    }
    writeFileSync(out, text);
    if (!json) console.say(`wrote ${out}`);
  } else if (!json) console.data(text.trimEnd());
  return { ok: true, types: models.map(({ type }) => type).sort(), problems: [] };
}
