import { asList, asRecord, type Manifest } from '../manifest';
import { tryPodTemplate } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/** Every mount names a volume of its pod (or a claim of its StatefulSet), and no two volumes or containers one name. */
export function containerMounts(manifest: Manifest): readonly Disagreement[] {
  const template = tryPodTemplate(manifest);
  if (template === undefined) {
    return [];
  }
  const claims = asList(asRecord(manifest.spec).volumeClaimTemplates).map(
    (claim) => asRecord(asRecord(claim).metadata).name,
  );
  const volumes = new Set([...asList(template.spec.volumes).map((volume) => asRecord(volume).name), ...claims]);
  const names = new Set<unknown>();
  return ['initContainers', 'containers'].flatMap((field) =>
    asList(template.spec[field]).flatMap((container, position) => {
      const path = `${template.path}.spec.${field}[${position}]`;
      const found: Disagreement[] = asList(asRecord(container).volumeMounts).flatMap((mount, number) => {
        const { name } = asRecord(mount);
        const message = 'names no volume of the pod';
        const fix = 'Add the volume, or name one that is there.';
        const place = `${path}.volumeMounts[${number}].name`;
        return volumes.has(name) ? [] : [{ rule: 'mounted-volume', path: place, value: name, message, fix }];
      });
      const { name } = asRecord(container);
      if (names.has(name)) {
        const message = 'is the name of another container of the pod';
        found.push({
          rule: 'container-name',
          path: `${path}.name`,
          value: name,
          message,
          fix: 'Rename one of the two.',
        });
      }
      names.add(name);
      return found;
    }),
  );
}
