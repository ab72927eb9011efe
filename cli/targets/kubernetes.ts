import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { City } from '../../constructs/spec/city';
import { addressPrerequisites } from '../report/address-prerequisites';
import { federationPrerequisites } from '../report/federation-prerequisites';
import { imagesOf } from '../report/images-of';
import { kubernetesPrerequisites } from '../report/kubernetes-prerequisites';
import { counted, quoted, type Step, type SynthTarget } from './synth-target';

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
  deploy: kubectlApply,
  steps: (city, folder) => [
    ...createNamespace(city),
    { command: kubectlApply(folder), why: 'Hands everything to the cluster; again after each change of the spec.' },
    {
      command: `kubectl --namespace ${city.targets.kubernetes.namespace} wait --for=condition=Available deployment --all --timeout=20m`,
      why: 'Returns when every program is up.',
    },
  ],
  async synth(city, folder, peers, federation) {
    const { synthKubernetes } = await import('../../charts/synth');
    const { platform, objects, yaml, findings } = synthKubernetes(city, peers, federation);
    const file = `${city.name}.k8s.yaml`;
    await writeFile(join(folder, file), yaml);
    return {
      platform,
      objects: counted(objects.map((object) => (object as { kind: string }).kind)),
      files: [file],
      findings,
      prerequisites: [
        ...addressPrerequisites(city, platform.gateway.hosts, 'kubernetes'),
        ...kubernetesPrerequisites(city, objects, platform.gateway.edge.https.maxBody),
        ...federationPrerequisites(city, federation, 'kubernetes'),
      ],
      images: imagesOf(objects, city.registryMirrors),
    };
  },
};
