import { ApiObject } from 'cdk8s';
import { nameOf } from '../constructs/waist/names';
import type { Secret } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { metadataOf } from './metadata';
import { passwordKey } from './secret-key';

/** Leaves room for a hyphen and the number of the rotation. */
const nameLength = 63 - 4;

/**
 * What the operator's API adds by itself, until https://github.com/external-secrets/external-secrets/pull/6798. Within a list,
 * who compares with what is applied would find it changed.
 */
const remoteDefaults = { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };

/**
 * A Kubernetes Secret of its own for each secret, so that a right to read one is no right to read another. The Secret
 * itself is never in the output: the platform's secrets job, the External Secrets Operator or whoever applies makes it.
 *
 * A Secret never changes its value: a rotation makes another one. What is running keeps what it started with, and what
 * starts with the new name waits until it is there, as on the first day.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/
 */
export const secretKind: KubernetesKind<Secret> = {
  nameLength: () => nameLength,
  objectName: (name, _, { rotation }) => rotated(name, rotation),
  peers: () => [],
  host: () => undefined,
  kept: () => true,
  render(secret, target) {
    const { existing } = secret;
    if (existing) {
      return { outputs: { value: [{ name: existing.name, key: existing.key ?? passwordKey }], previous: [''] } };
    }
    const name = target.nameOf(secret);
    // The store knows one name, and holds the value of today.
    const stored = nameOf(secret, nameLength);
    if (target.secrets.kind === 'externalSecrets') {
      const { type, username } = target.literalsOf(secret);
      secret.node.defaultChild = new ApiObject(secret, 'ExternalSecret', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: metadataOf(target, secret, name),
        spec: {
          // Periodic, the operator's default, would change the password under services and databases that know the old
          // one.
          refreshPolicy: 'CreatedOnce',
          secretStoreRef: target.secrets.store,
          target: {
            name,
            creationPolicy: 'Owner',
            ...(type ? { template: { type, data: { username, [passwordKey]: `{{ .${passwordKey} }}` } } } : {}),
          },
          data: [{ secretKey: passwordKey, remoteRef: { ...remoteDefaults, key: stored, property: passwordKey } }],
        },
      });
    }
    const { rotation } = target;
    const previous = rotation > 0 && { name: rotated(stored, rotation - 1), key: passwordKey, optional: true };
    return { outputs: { value: [{ name, key: passwordKey }], previous: [previous || ''] } };
  },
};

/** Name of the Secret of a secret that was renewed so many times. */
export function secretName(secret: Secret, rotation: number): string {
  return rotated(nameOf(secret, nameLength), rotation);
}

function rotated(name: string, rotation: number): string {
  return rotation === 0 ? name : `${name}-${rotation}`;
}
