import { asRecord, fieldPath, isRecord, type Manifest, namespaceOf } from '../manifest';
import type { PlatformIndex } from '../platform-index';
import { tryPodTemplate } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/** How pods name other objects: the field that holds a reference, the field with the name, and the kind. */
const REFERENCES: Readonly<Record<string, readonly [name: string, kind: string]>> = {
  configMap: ['name', 'ConfigMap'],
  configMapKeyRef: ['name', 'ConfigMap'],
  configMapRef: ['name', 'ConfigMap'],
  persistentVolumeClaim: ['claimName', 'PersistentVolumeClaim'],
};

/** ConfigMaps that the cluster itself puts into every namespace. */
const everywhere = new Set(['kube-root-ca.crt']);

/**
 * A pod that names a ConfigMap, claim or service account that is not there never starts.
 *
 * Secrets are left out: they are made in the cluster, and no manifest shows them.
 */
export function referencedObjects(manifest: Manifest, index: PlatformIndex): readonly Disagreement[] {
  const template = tryPodTemplate(manifest);
  if (template === undefined) {
    return [];
  }
  const found: Disagreement[] = [];
  const expect = (kind: string, name: unknown, path: string): void => {
    const objects = index.all(kind, namespaceOf(manifest));
    if (
      typeof name === 'string' &&
      !everywhere.has(name) &&
      !objects.some((object) => asRecord(object.metadata).name === name)
    ) {
      found.push({
        rule: 'referenced-object',
        path,
        value: name,
        message: `names a ${kind} that is not among the objects`,
        fix: `Add the ${kind}, or name one that is there.`,
      });
    }
  };
  const path = `${template.path}.spec`;
  if (template.spec.serviceAccountName !== 'default') {
    expect('ServiceAccount', template.spec.serviceAccountName, `${path}.serviceAccountName`);
  }
  visit(template.spec, path);
  return found;

  function visit(value: unknown, place: string): void {
    if (Array.isArray(value)) {
      for (const [position, entry] of value.entries()) {
        visit(entry, `${place}[${position}]`);
      }
    } else if (isRecord(value)) {
      for (const [field, entry] of Object.entries(value)) {
        const below = fieldPath(place, field);
        const reference = Object.hasOwn(REFERENCES, field) ? REFERENCES[field] : undefined;
        if (reference !== undefined && isRecord(entry) && entry.optional !== true) {
          expect(reference[1], entry[reference[0]], `${below}.${reference[0]}`);
        }
        visit(entry, below);
      }
    }
  }
}
