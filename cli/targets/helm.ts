import { join } from 'node:path';
import type { City } from '../../constructs/spec/city';
import { writeFiles } from '../output/write-files';
import { version } from '../version';
import { fromKubernetes, kubernetes } from './kubernetes';
import { quoted, type Step, type SynthTarget } from './synth-target';

const install = (name: string, namespace: string, folder: string) =>
  `helm upgrade --install ${name} ${quoted(join(folder, name))} --namespace ${namespace}`;

function steps({ name, targets: { kubernetes: options } }: City, folder: string): Step[] {
  const { namespace, existingNamespace } = options;
  const first: Step[] = existingNamespace
    ? []
    : [
        {
          command: `kubectl create -f ${quoted(join(folder, namespaceFile))}`,
          why: 'Once. If it is there already it is somebody’s: choose another, or set existingNamespace.',
        },
      ];
  return [
    ...first,
    {
      command: `kubectl apply --server-side -f ${quoted(join(folder, configMapsFile))}`,
      why: 'What programs are made of. Helm keeps a copy of all that it installs, which has no room for it.',
    },
    {
      command: install(name, namespace, folder),
      why: 'Hands everything to the cluster; again after each change of the spec or of values.',
    },
  ];
}

const namespaceFile = 'namespace.yaml';
const configMapsFile = 'config-maps.yaml';

/** The objects of Kubernetes as a chart, which is beside the namespace that it is installed into. */
export const helm: SynthTarget = {
  title: 'Helm',
  packages: kubernetes.packages,
  noun: 'object',
  gates: kubernetes.gates,
  steps,
  async synth(city, folder, peers, federation) {
    const { helmChart } = await import('../../charts/helm');
    const { synthKubernetes } = await import('../../charts/synth');
    const made = synthKubernetes(city, peers, federation);
    const { name, title } = city;
    const { files, namespace, configMaps } = helmChart(made.objects, {
      name,
      description: `The city platform of ${title}.`,
      namespace: city.targets.kubernetes.namespace,
      version: version(),
    });
    writeFiles(join(folder, name), files);
    writeFiles(folder, [[configMapsFile, configMaps], ...(namespace ? [[namespaceFile, namespace] as const] : [])]);
    return fromKubernetes(
      city,
      made,
      [`${name}/values.yaml`, configMapsFile, ...(namespace ? [namespaceFile] : [])],
      federation,
    );
  },
};
