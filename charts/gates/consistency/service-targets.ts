import { selects } from '../label-selector';
import { asList, asRecord, isRecord, type Manifest, namespaceOf } from '../manifest';
import type { PlatformIndex } from '../platform-index';
import { tryPodTemplate, WORKLOADS } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/**
 * A Service has ports, selects pods of the platform, and each port leads to a port these name.
 *
 * A Service without a selector, and one that selects an operator's pods (labels of its own domain), is left alone.
 */
export function serviceTargets(manifest: Manifest, index: PlatformIndex): readonly Disagreement[] {
  const { clusterIP, selector, ports, type } = asRecord(manifest.spec);
  if (manifest.kind === 'Service' && asList(ports).length === 0 && clusterIP !== 'None' && type !== 'ExternalName') {
    const message = 'is missing, and only a headless Service goes without';
    return [{ rule: 'service-target', path: 'spec.ports', message, fix: 'Give the ports, or set clusterIP: None.' }];
  }
  const ofThePlatform = Object.keys(asRecord(selector)).some((label) => label.startsWith('app.kubernetes.io/'));
  if (manifest.kind !== 'Service' || !ofThePlatform) {
    return [];
  }
  const pods = WORKLOADS.flatMap((kind) => index.all(kind, namespaceOf(manifest)))
    .map(tryPodTemplate)
    .filter((template) => template !== undefined)
    .filter(({ metadata }) => selects({ matchLabels: selector }, asRecord(metadata.labels)));
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
  const containers = pods.flatMap(({ spec }) => [...asList(spec.containers), ...asList(spec.initContainers)]);
  const open = containers.flatMap((container) => asList(asRecord(container).ports)).filter(isRecord);
  return asList(ports).flatMap((port, position) => {
    const target = asRecord(port).targetPort ?? asRecord(port).port;
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
