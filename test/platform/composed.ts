import { RootConstruct } from 'constructs';
import { loadSpec } from '../../constructs/files/load-spec';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { type Text, Workload } from '../../constructs/waist/primitives';

/** The platform of an example, of primitives alone. */
export async function composed(example: string): Promise<CityPlatform> {
  const spec = await loadSpec(`examples/${example}/city.yaml`);
  if (spec.kind !== 'city') throw new Error(`${example} is no city`);
  return new CityPlatform(new RootConstruct(), example, { city: spec.city });
}

/** A file that a program of the platform reads. */
export interface PlatformFile {
  /** Path of the program's construct. */
  readonly program: string;
  readonly path: string;
  /** What only a target knows stands in it as `{path of the construct.output}`. */
  readonly content: string;
}

export function filesOf(platform: CityPlatform): PlatformFile[] {
  const workloads = platform.node.findAll().filter((one) => one instanceof Workload);
  return workloads.flatMap(({ node, files }) =>
    Object.entries(files).map(([path, text]) => ({ program: node.path, path, content: contentOf(text) })),
  );
}

/** @throws when no program reads a file of that path. */
export function fileOf(platform: CityPlatform, path: string): string {
  const found = filesOf(platform).find((file) => file.path === path);
  if (!found) throw new Error(`no program reads ${path}`);
  return found.content;
}

function contentOf({ parts }: Text): string {
  return parts.map((part) => (typeof part === 'string' ? part : `{${part.source.node.path}.${part.output}}`)).join('');
}
