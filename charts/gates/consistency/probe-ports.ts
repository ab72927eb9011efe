import { asList, asRecord, type Manifest } from '../manifest';
import { tryPodTemplate } from '../pod-template';
import type { Disagreement } from './consistency-gate';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** A probe that names a port its container does not have fails for ever. */
export function probePorts(manifest: Manifest): readonly Disagreement[] {
  const template = tryPodTemplate(manifest);
  if (template === undefined) {
    return [];
  }
  return ['initContainers', 'containers'].flatMap((field) =>
    asList(template.spec[field]).flatMap((container, position) => {
      const names = asList(asRecord(container).ports).map((port) => asRecord(port).name);
      return PROBES.flatMap((probe) =>
        ['httpGet', 'tcpSocket'].flatMap((handler) => {
          const { port } = asRecord(asRecord(asRecord(container)[probe])[handler]);
          const path = `${template.path}.spec.${field}[${position}].${probe}.${handler}.port`;
          const message = 'names no port of its container';
          const fix = 'Name a port of the container, or give its number.';
          const known = typeof port !== 'string' || names.includes(port);
          return known ? [] : [{ rule: 'probe-port', path, value: port, message, fix }];
        }),
      );
    }),
  );
}
