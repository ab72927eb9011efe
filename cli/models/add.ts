import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import pc from 'picocolors';
import { stringify } from 'yaml';
import { addModelEntry } from '../../constructs/files/add-model-entry';
import { loadCity, loadSpec } from '../../constructs/files/load-spec';
import { readPublishedFolder } from '../../constructs/files/published-folder';
import { fileError, readSource } from '../../constructs/files/spec-source';
import { readYaml } from '../../constructs/files/yaml-source';
import { type ImportNote, importModel, type ModelFile } from '../../constructs/models/import/import-model';
import { type City, modelType } from '../../constructs/spec/city';
import { cityTerms } from '../../constructs/spec/city-terms';
import type { Answer } from '../answer';
import type { CommandContext } from '../command';
import { wrap } from '../wrap';

/** Options of `citykit models add`. */
export interface AddOptions {
  /** The file of the city: YAML or JSON. */
  readonly spec: string;
  /** Replace a file of the same name that says something else. @default false */
  readonly overwrite?: boolean;
}

/** What `citykit models add --json` prints. */
export interface AddAnswer extends Answer {
  readonly type: string | null;
  /** The file with the model. */
  readonly file: string | null;
  /** What people should look at. */
  readonly notes: readonly ImportNote[];
  /** References to documents that were not at hand. */
  readonly missing: readonly string[];
}

/**
 * `citykit models add`: imports a published data model and adds it to a city, so that it validates offline. It writes
 * `models/<type>.yaml` beside the spec and the entry in `dataModels`, or nothing.
 *
 * @throws {CityError} with every problem of the folder, the spec, or the spec with the model in it.
 */
export async function addModel(
  path: string,
  options: AddOptions,
  { console, json }: CommandContext,
): Promise<AddAnswer> {
  const { spec } = options;
  if (!/\.(ya?ml|json)$/i.test(extname(spec))) {
    const fix = 'Name the YAML or JSON file of the city; in TypeScript import the model and list it.';
    throw fileError('model-spec', spec, 'A data model is added to a spec in YAML or JSON.', fix);
  }
  const loaded = await loadSpec(spec);
  if (loaded.kind === 'federation') {
    const fix = `Name the file of one of its cities: ${loaded.members.map(({ file }) => file).join(', ')}.`;
    throw fileError('model-spec', spec, 'A data model is added to a city, and this is a federation.', fix);
  }
  const published = readPublishedFolder(path);
  const { model, notes, missing } = importModel(published, termsBeside(loaded.city, published.name));
  if (model === undefined) {
    const rule = 'The type of a published data model stands in properties.type of its schema.json, as enum or const.';
    throw fileError('model-type', path, rule, 'Add it there.');
  }
  const file = join(dirname(spec), 'models', `${model.type}.yaml`);
  const text = modelText(model);
  refuseOther(file, text, options.overwrite);
  const entry = relative(dirname(spec), file).split(sep).join('/');
  const before = readFileSync(spec, 'utf8');
  const listed = (await filesOf(spec)).includes(entry);
  const after = listed ? before : addModelEntry(spec, before, entry);
  // Read as it will be, before anything is written.
  await loadCity(readYaml(spec, after), [], async (named) =>
    named === file ? readYaml(file, text) : readSource(named),
  );
  mkdirSync(dirname(file), { recursive: true });
  replace(file, text);
  if (!listed) replace(spec, after);
  if (!json) console.data(described(model, { file, spec, notes, missing, width: console.width }));
  return { ok: true, type: model.type, file, notes, missing, problems: [] };
}

/** The names of the city's other models: an import that is renewed has its own. */
function termsBeside(city: City, type: string | undefined): ReadonlyMap<string, string> {
  const dataModels = city.dataModels.filter((entry) => modelType(entry) !== type);
  return new Map(
    cityTerms({ ...city, dataModels } as Parameters<typeof cityTerms>[0]).map(({ term, iri }) => [term, iri]),
  );
}

async function filesOf(spec: string): Promise<unknown[]> {
  const { value } = await readSource(spec);
  const { dataModels } = value as { readonly dataModels?: unknown };
  return Array.isArray(dataModels) ? dataModels : [];
}

function modelText(model: ModelFile): string {
  const from = model.source === undefined ? '' : `# Imported from ${model.source}\n`;
  return `${from}${stringify(model, { lineWidth: 120, aliasDuplicateObjects: false })}`;
}

function refuseOther(file: string, text: string, overwrite = false): void {
  if (overwrite || !existsSync(file) || readFileSync(file, 'utf8') === text) return;
  const fix = 'Move it or compare it, and write --overwrite to replace it.';
  throw fileError('model-exists', file, 'An import replaces no file that says something else.', fix);
}

/** Whole or not at all. */
function replace(file: string, text: string): void {
  const draft = `${file}.${process.pid}.part`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

interface Described {
  readonly file: string;
  readonly spec: string;
  readonly notes: readonly ImportNote[];
  readonly missing: readonly string[];
  readonly width: number | undefined;
}

function described({ type, attributes }: ModelFile, { file, spec, notes, missing, width }: Described): string {
  const count = Object.keys(attributes).length;
  return [
    `${pc.green('added')}  ${pc.bold(type)}, ${count} attributes: ${file}, listed in ${spec}`,
    ...missing.map((reference) => wrap('  not at hand  ', reference, width)),
    ...notes.map(({ attribute, text }) =>
      wrap('  note  ', attribute === undefined ? text : `${attribute}: ${text}`, width),
    ),
  ].join('\n');
}
