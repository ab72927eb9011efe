import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { loadCity, loadSpec } from '../../constructs/files/load-spec';
import { readPublishedFolder } from '../../constructs/files/published-folder';
import { fileError, readSource, type SpecSource } from '../../constructs/files/spec-source';
import { readYaml } from '../../constructs/files/yaml-source';
import { builtInModels } from '../../constructs/models/built-in';
import type { DataModel } from '../../constructs/models/data-model';
import { modelOfSchema } from '../../constructs/models/diff/published-schema';
import { importModel } from '../../constructs/models/import/import-model';
import { cityModels } from '../../constructs/platform/city-models';
import { nearest } from '../../constructs/problems/nearest';

/** Every model of a city, or of all cities of a federation, each type once. */
export async function modelsOfSpec(file: string): Promise<DataModel[]> {
  const spec = await loadSpec(file);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  return [...new Map(cities.flatMap(cityModels).map((model) => [model.type, model])).values()];
}

/**
 * The models that a name on the command line stands for: a built-in one by its type, a file with one model, a spec, a
 * schema that the registry serves, or a published folder.
 *
 * @throws {CityError} where it is none of them.
 */
export async function modelsNamed(name: string): Promise<DataModel[]> {
  const known = Object.hasOwn(builtInModels, name) ? builtInModels[name] : undefined;
  if (known && !existsSync(name)) return [known];
  const rule =
    'A data model is a built-in one by its type, a file with one, a published folder or schema, or those of a spec.';
  if (!existsSync(name)) {
    const meant = nearest(name, Object.keys(builtInModels));
    throw fileError('model-unknown', name, rule, meant ? `Did you mean '${meant}'?` : 'Check the path and the type.');
  }
  if (/\.json$/.test(name)) {
    const document = jsonOf(name);
    const served = modelOfSchema(document);
    if (served) return [served];
    if (isPublished(document)) return cityModels(await cityWith(imported(name)));
  }
  if (!/\.([cm]?[jt]s|ya?ml|json)$/.test(basename(name))) return cityModels(await cityWith(imported(name)));
  if (!/\.(ya?ml|json)$/.test(name)) return modelsOfSpec(name);
  const source = await readSource(name);
  const value = source.value as Readonly<Record<string, unknown>>;
  return 'attributes' in value ? cityModels(await cityWith(source)) : modelsOfSpec(name);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isPublished(document: unknown): boolean {
  const { allOf, properties } = (document ?? {}) as { readonly allOf?: unknown; readonly properties?: unknown };
  return allOf !== undefined || properties !== undefined;
}

function imported(path: string): SpecSource {
  const { model } = importModel(readPublishedFolder(path));
  if (model === undefined) {
    throw fileError(
      'model-type',
      path,
      'The type of a published data model stands in its schema.json.',
      'Add it there.',
    );
  }
  return readYaml(path, JSON.stringify(model));
}

/** A city with the one model, so that its defaults and its mistakes are those of a spec. */
async function cityWith(source: SpecSource) {
  const file = `${dirname(source.file)}/city.yaml`;
  const spec = readYaml(file, `{name: city, country: TR, population: 1, profile: laptop, dataModels: [model.yaml]}`);
  return (await loadCity(spec, [], async () => source)).city;
}
