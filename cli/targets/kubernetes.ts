import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesSynthesis } from '../../charts/synth';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import type { FederationPart } from '../../constructs/platform/federation-part';
import type { City } from '../../constructs/spec/city';
import { addressPrerequisites } from '../report/address-prerequisites';
import { federationPrerequisites } from '../report/federation-prerequisites';
import { givenSecrets } from '../report/given-secrets';
import { imagesOf } from '../report/images-of';
import { kubernetesPrerequisites } from '../report/kubernetes-prerequisites';
import { type MadeSecrets, madeSecrets } from './made-secrets';
import { counted, quoted, type Step, type SynthTarget, type TargetResult } from './synth-target';

type KubernetesGitops = NonNullable<City['targets']['kubernetes']['gitops']>;

const kubectlApply = (folder: string) => `kubectl apply --server-side -f ${quoted(folder)}`;

/** Applying would put labels on a namespace that is somebody's; creating refuses. */
function createNamespace({ targets: { kubernetes } }: City): Step[] {
  if (kubernetes.existingNamespace) return [];
  return [
    {
      command: `kubectl create namespace ${kubernetes.namespace}`,
      why: 'Once. If it is there already it is somebody’s: choose another, or set existingNamespace.',
    },
  ];
}

async function secretsOf(city: City, platform: CityPlatform): Promise<MadeSecrets | undefined> {
  const { secretName } = await import('../../charts/secret');
  const { namespace, secretStore } = city.targets.kubernetes;
  const kubectl = `kubectl --namespace ${namespace}`;
  return madeSecrets(platform, {
    where: secretStore
      ? 'In your secret store; in the namespace is a copy of each, a Secret of its own.'
      : 'A Job makes them in the namespace, each a Secret of its own. Keep a copy: what is lost here is lost.',
    list: `${kubectl} get secrets --selector app.kubernetes.io/part-of=${city.name}`,
    show: (secret) =>
      `${kubectl} get secret ${secretName(secret, city.rotation)} --output jsonpath='{.data.password}' | base64 --decode`,
  });
}

export const kubernetes: SynthTarget = {
  title: 'Kubernetes',
  packages: ['cdk8s', 'cdk8s-plus-27'],
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
  steps: (city, folder) => [
    ...createNamespace(city),
    { command: kubectlApply(folder), why: 'Hands everything to the cluster; again after each change of the spec.' },
    {
      command: `kubectl --namespace ${city.targets.kubernetes.namespace} wait --for=condition=Available deployment --selector app.kubernetes.io/part-of=${city.name} --timeout=20m`,
      why: 'Returns when every program is up.',
    },
  ],
  async synth(city, folder, peers, federation) {
    const { synthKubernetes } = await import('../../charts/synth');
    const { kustomization, kustomizationFile } = await import('../../charts/gitops');
    const made = synthKubernetes(city, peers, federation);
    const file = `${city.name}.k8s.yaml`;
    await writeFile(join(folder, file), made.yaml);
    await writeFile(join(folder, kustomizationFile), kustomization([file]));
    const { gitops } = city.targets.kubernetes;
    if (gitops) await writeGitops(city, folder, gitops);
    return fromKubernetes(city, made, [file], federation);
  },
};

/** What makes Argo CD or Flux keep the cluster like the folder, in a folder of its own: it is for another namespace. */
async function writeGitops(city: City, folder: string, { tool, ...source }: KubernetesGitops): Promise<void> {
  const { gitopsFile } = await import('../../charts/gitops');
  const { namespace } = city.targets.kubernetes;
  await mkdir(join(folder, 'gitops'), { recursive: true });
  await writeFile(join(folder, 'gitops', `${tool}.yaml`), gitopsFile(tool, { name: city.name, namespace, ...source }));
}

/** All that is told of a platform on Kubernetes, in whatever form its objects are written. */
export async function fromKubernetes(
  city: City,
  { platform, objects, findings }: KubernetesSynthesis,
  files: readonly string[],
  federation?: FederationPart,
): Promise<TargetResult> {
  const secrets = await secretsOf(city, platform);
  return {
    platform,
    objects: counted(objects.map((object) => (object as { kind: string }).kind)),
    files,
    findings,
    prerequisites: givenSecrets(
      platform,
      [
        ...addressPrerequisites(city, platform.gateway.hosts, 'kubernetes'),
        ...kubernetesPrerequisites(city, objects, platform.gateway.edge.https.maxBody),
        ...federationPrerequisites(city, federation, 'kubernetes'),
      ],
      city.targets.kubernetes.namespace,
    ),
    ...(secrets && { secrets }),
    images: imagesOf(objects, city.registryMirrors),
  };
}
