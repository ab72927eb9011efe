import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject, textOf } from '../shared/json-value';
import { FinalError } from '../shared/retry';

/** A file to register. */
export interface ModelArtifact {
  /** `OffStreetParking` for `OffStreetParking.schema.json`, `context.jsonld` for that file. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly content: string;
  /** Of the model: it rises with a change that breaks. */
  readonly version: number;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The models of a folder, sorted by file name: `*.schema.json` and `*.jsonld`, with their versions from `versions.json`. Other files are left alone, as are the
 * hidden ones by which the kubelet renews a ConfigMap.
 *
 * @throws FinalError naming every file that is not JSON
 */
export async function readModels(folder: string): Promise<readonly ModelArtifact[]> {
  const files = (await readdir(folder)).filter((file) => /^[^.].*\.(schema\.json|jsonld)$/.test(file)).sort();
  const versions = await readVersions(join(folder, versionsFile));
  const broken: string[] = [];
  const artifacts: ModelArtifact[] = [];
  for (const file of files) {
    const content = await readFile(join(folder, file), 'utf8');
    try {
      artifacts.push(artifactOf(file, content, JSON.parse(content), versions));
    } catch {
      broken.push(file);
    }
  }
  if (broken.length > 0) throw new FinalError(`not JSON: ${broken.join(', ')}`);
  if (artifacts.length === 0) throw new FinalError(`no *.schema.json or *.jsonld in ${folder}`);
  return artifacts;
}

/** Versions of models by their ids, where they are beyond the first. */
const versionsFile = 'versions.json';

async function readVersions(file: string): Promise<JsonObject> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isObject(value) ? value : {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new FinalError(`not JSON: ${versionsFile}`);
  }
}

/** SHA-256 of what the registry keeps, in hexadecimal digits. */
export const contentHash = (content: string): string => createHash('sha256').update(content).digest('hex');

function artifactOf(file: string, content: string, value: unknown, versions: JsonObject): ModelArtifact {
  const isSchema = file.endsWith('.schema.json');
  const id = isSchema ? file.slice(0, -'.schema.json'.length) : file;
  const schema = isObject(value) ? value : {};
  const description = textOf(schema.description);
  return {
    id,
    name: textOf(schema.title) ?? id,
    ...(description !== undefined && { description }),
    content,
    version: Number(versions[id] ?? 1),
    labels: { format: isSchema ? 'json-schema' : 'json-ld-context' },
  };
}
