import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, textOf } from '../shared/json-value';
import { FinalError } from '../shared/retry';

/** A file to register. */
export interface ModelArtifact {
  /** `OffStreetParking` for `OffStreetParking.schema.json`, `context.jsonld` for that file. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly content: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The models of a folder, sorted by file name: `*.schema.json` and `*.jsonld`. Other files are left alone, as are the
 * hidden ones by which the kubelet renews a ConfigMap.
 *
 * @throws FinalError naming every file that is not JSON
 */
export async function readModels(folder: string): Promise<readonly ModelArtifact[]> {
  const files = (await readdir(folder)).filter((file) => /^[^.].*\.(schema\.json|jsonld)$/.test(file)).sort();
  const broken: string[] = [];
  const artifacts: ModelArtifact[] = [];
  for (const file of files) {
    const content = await readFile(join(folder, file), 'utf8');
    try {
      artifacts.push(artifactOf(file, content, JSON.parse(content)));
    } catch {
      broken.push(file);
    }
  }
  if (broken.length > 0) throw new FinalError(`not JSON: ${broken.join(', ')}`);
  if (artifacts.length === 0) throw new FinalError(`no *.schema.json or *.jsonld in ${folder}`);
  return artifacts;
}

/** SHA-256 of what the registry keeps, in hexadecimal digits. */
export const contentHash = (content: string): string => createHash('sha256').update(content).digest('hex');

function artifactOf(file: string, content: string, value: unknown): ModelArtifact {
  const isSchema = file.endsWith('.schema.json');
  const id = isSchema ? file.slice(0, -'.schema.json'.length) : file;
  const schema = isObject(value) ? value : {};
  const description = textOf(schema.description);
  return {
    id,
    name: textOf(schema.title) ?? id,
    ...(description !== undefined && { description }),
    content,
    labels: { format: isSchema ? 'json-schema' : 'json-ld-context' },
  };
}
