import { typescriptOf } from '../../constructs/models/typescript/typescript-of';
import type { Answer } from '../answer';
import type { CommandContext } from '../command';
import { refuseFiles, slashComment, writeOwnFile } from '../output/own-file';
import { modelsOfSpec } from './models-of';

/** Options of `citykit models types`. */
export interface TypesOptions {
  readonly spec: string;
  /** File to write. @default standard output */
  readonly out?: string;
  /** Replace a file that citykit did not write, or that was changed since. @default false */
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
  const { spec, out, overwrite } = options;
  refuseFiles({ '--out': out }, overwrite);
  const models = await modelsOfSpec(spec);
  const text = typescriptOf(models);
  if (out !== undefined) {
    writeOwnFile(out, text, slashComment, 'citykit models types');
    if (!json) console.say(`wrote ${out}`);
  } else if (!json) console.data(text.trimEnd());
  return { ok: true, types: models.map(({ type }) => type).sort(), problems: [] };
}
