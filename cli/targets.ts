import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { City } from '../constructs/city';
import type { CityPlatform } from '../constructs/city-platform';
import type { Finding } from '../constructs/finding';

export type TargetName = 'kubernetes' | 'aws';

/** What a target made of a city. */
export interface TargetResult {
  readonly platform: CityPlatform;
  /** Kinds of object, or types of resource, and how many of each. */
  readonly objects: Readonly<Record<string, number>>;
  /** Names of the written files that matter to a reader, relative to the folder. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

interface SynthTarget {
  readonly title: string;
  /** Command that deploys what lies in a folder. */
  readonly deploy: (folder: string) => string;
  /** Writes the artefacts of a city to an existing, empty folder. Loads what the target needs, and nothing of another. */
  readonly synth: (city: City, folder: string) => Promise<TargetResult>;
}

/** Everything `synth` can write for. */
export const targets: Readonly<Record<TargetName, SynthTarget>> = {
  kubernetes: {
    title: 'Kubernetes',
    deploy: (folder) => `kubectl apply --server-side -f ${folder}`,
    async synth(city, folder) {
      const { synthKubernetes } = await import('../charts/synth');
      const { platform, objects, yaml, findings } = synthKubernetes(city);
      const file = `${city.name}.k8s.yaml`;
      await writeFile(join(folder, file), yaml);
      return { platform, objects: counted(objects.map((object) => (object as { kind: string }).kind)), files: [file], findings };
    },
  },
  aws: {
    title: 'AWS',
    deploy: (folder) => `npx cdk deploy --app ${folder}`,
    async synth(city, folder) {
      const { synthAws } = await import('../stacks/synth');
      const { platform, template, templateFile, findings } = synthAws(city, folder);
      const types = Object.values(template.Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
      return { platform, objects: counted(types), files: [templateFile], findings };
    },
  },
};

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
