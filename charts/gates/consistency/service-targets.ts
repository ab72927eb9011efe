import { selects } from '../label-selector';
import { isRecord, list, type Manifest, namespaceOf, record } from '../manifest';
import type { PlatformIndex } from '../platform-index';
import { tryPodTemplate, WORKLOADS } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/**
 * A Service has ports, selects pods of the platform, and each port leads to a port these name.
 *
 * A Service without a selector, and one that selects an operator's pods (labels of its own domain), is left alone.
 */
export function serviceTargets(manifest: Manifest, index: PlatformIndex): readonly Disagreement[] {
  const { clusterIP, selector, ports, type } = record(manifest.spec);
  if (manifest.kind === 'Service' && list(ports).length === 0 && clusterIP !== 'None' && type !== 'ExternalName') {
    const message = 'is missing, and only a headless Service goes without';
    return [{ rule: 'service-target', path: 'spec.ports', message, fix: 'Give the ports, or set clusterIP: None.' }];
  }
  const ofThePlatform = Object.keys(record(selector)).some((label) => label.startsWith('app.kubernetes.io/'));
  if (manifest.kind !== 'Service' || !ofThePlatform) {
    return [];
  }
  const pods = WORKLOADS.flatMap((kind) => index.all(kind, namespaceOf(manifest)))
    .map(tryPodTemplate)
    .filter((template) => template !== undefined)
    .filter(({ metadata }) => selects({ matchLabels: selector }, record(metadata.labels)));
  if (pods.length === 0) {
    const message = 'selects no pods of the platform';
    return [
      {
        rule: 'service-target',
        path: 'spec.selector',
        value: selector,
        message,
        fix: 'Use the labels of a pod template.',
      },
    ];
  }
  const containers = pods.flatMap(({ spec }) => [...list(spec.containers), ...list(spec.initContainers)]);
  const open = containers.flatMap((container) => list(record(container).ports)).filter(isRecord);
  return list(ports).flatMap((port, position) => {
    const target = record(port).targetPort ?? record(port).port;
    const known = open.some(
      ({ name, containerPort }) => (typeof target === 'string' ? name : containerPort) === target,
    );
    const message = 'is a port no selected container opens';
    const fix = 'Name a port of the containers.';
    return known
      ? []
      : [{ rule: 'service-target', path: `spec.ports[${position}].targetPort`, value: target, message, fix }];
  });
}
