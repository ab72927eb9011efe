import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { City } from '../constructs/city';
import type { CityPlatform } from '../constructs/city-platform';
import type { Finding } from '../constructs/finding';
import type { Image } from '../constructs/images';
import { awsPrerequisites } from './report/aws-prerequisites';
import { imagesOf } from './report/images-of';
import { kubernetesPrerequisites } from './report/kubernetes-prerequisites';
import type { Prerequisite } from './report/prerequisite';

export type TargetName = 'kubernetes' | 'aws';

/** What a target made of a city. */
export interface TargetResult {
  readonly platform: CityPlatform;
  /** Kinds of object, or types of resource, and how many of each. */
  readonly objects: Readonly<Record<string, number>>;
  /** Names of the written files that matter to a reader, relative to the folder. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  /** What has to be there before the artefacts can be deployed. */
  readonly prerequisites: readonly Prerequisite[];
  /** Container images that the artefacts name. */
  readonly images: readonly Image[];
}

/** One kind of check that every output has to pass. */
export interface Gate {
  /** As findings name it. */
  readonly name: string;
  readonly checks: string;
}

interface SynthTarget {
  readonly title: string;
  /** What its output is made of: `object`, `resource`. */
  readonly noun: string;
  /** In the order they run. */
  readonly gates: readonly Gate[];
  /** The command that deploys what lies in a folder. */
  readonly deploy: (folder: string) => string;
  /** All commands of a deployment, in their order, each with what it is for. */
  readonly steps: (city: City, folder: string) => readonly Step[];
  /** Begins what takes long and needs no city, to be done beside what comes before {@link synth}. */
  readonly prepare?: () => Promise<void>;
  /** Writes the artefacts of a city to an existing, empty folder. Loads what the target needs, and nothing of another. */
  readonly synth: (city: City, folder: string) => Promise<TargetResult>;
}

/** A command and what it is for. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

const kubectlApply = (folder: string) => `kubectl apply --server-side -f ${quoted(folder)}`;
const cdkDeploy = (folder: string) => `npx cdk deploy --app ${quoted(folder)}`;

/** Everything `synth` can write for. */
export const targets: Readonly<Record<TargetName, SynthTarget>> = {
  kubernetes: {
    title: 'Kubernetes',
    noun: 'object',
    gates: [
      {
        name: 'schema',
        checks:
          'Each object agrees with the API schema of its kind, operators’ kinds included; unknown fields are errors.',
      },
      {
        name: 'consistency',
        checks: 'Objects agree with each other: selectors, ports, mounts and names lead to what exists.',
      },
      {
        name: 'policy',
        checks:
          'Policies in CEL: Pod Security restricted, requests and limits, probes, fixed image tags, no default secret.',
      },
      { name: 'budget', checks: 'All requests together stay within the memory of the profile.' },
    ],
    deploy: kubectlApply,
    steps: (city, folder) => [
      { command: kubectlApply(folder), why: 'Hands everything to the cluster; again after each change of the spec.' },
      {
        command: `kubectl --namespace ${city.targets.kubernetes.namespace} wait --for=condition=Available deployment --all --timeout=20m`,
        why: 'Returns when every program is up.',
      },
    ],
    async synth(city, folder) {
      const { synthKubernetes } = await import('../charts/synth');
      const { platform, objects, yaml, findings } = synthKubernetes(city);
      const file = `${city.name}.k8s.yaml`;
      await writeFile(join(folder, file), yaml);
      return {
        platform,
        objects: counted(objects.map((object) => (object as { kind: string }).kind)),
        files: [file],
        findings,
        prerequisites: kubernetesPrerequisites(city, objects),
        images: imagesOf(objects),
      };
    },
  },
  aws: {
    title: 'AWS',
    noun: 'resource',
    gates: [
      { name: 'cloudformation', checks: 'The template agrees with the schemas and rules of CloudFormation.' },
      {
        name: 'cdk-nag',
        checks: 'The AwsSolutions rules; each exception is recorded beside the template with its reason.',
      },
    ],
    deploy: cdkDeploy,
    steps: (city, folder) => {
      const { account, region } = city.targets.aws;
      return [
        {
          command: `npx cdk bootstrap${account ? ` aws://${account}/${region}` : ''}`,
          why: 'Once for each account and region.',
        },
        { command: cdkDeploy(folder), why: 'Creates or updates the stack.' },
      ];
    },
    async prepare() {
      const { sharedValidator } = await import('../stacks/validator');
      sharedValidator();
    },
    async synth(city, folder) {
      const { synthAws } = await import('../stacks/synth');
      const { platform, template, templateFile, findings } = synthAws(city, folder);
      return {
        platform,
        objects: counted(Object.values(template.Resources).map(({ Type }) => Type)),
        files: [templateFile],
        findings,
        prerequisites: awsPrerequisites(city),
        images: imagesOf(template),
      };
    },
  },
};

/** A folder as a shell takes it. */
function quoted(folder: string): string {
  return /^[\w./+@%:,-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
