import { ApiObject } from 'cdk8s';
import type { Secret } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { metadataOf } from './metadata';
import { passwordKey } from './secret-key';

/**
 * A Kubernetes Secret of its own for each secret, so that a right to read one is no right to read another. The Secret
 * itself is never in the output: the platform's secrets job or the External Secrets Operator makes it.
 */
export const secretKind: KubernetesKind<Secret> = {
  nameLength: () => 63,
  peers: () => [],
  host: () => undefined,
  kept: () => true,
  render(secret, target) {
    const { existing } = secret;
    if (existing) return { outputs: { value: [{ name: existing.name, key: existing.key ?? passwordKey }] } };
    const name = target.nameOf(secret);
    if (target.secrets.kind === 'externalSecrets') {
      const { type, username } = target.literalsOf(secret);
      secret.node.defaultChild = new ApiObject(secret, 'ExternalSecret', {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: metadataOf(target, secret, name),
        spec: {
          refreshInterval: '1h',
          secretStoreRef: target.secrets.store,
          target: {
            name,
            creationPolicy: 'Owner',
            ...(type ? { template: { type, data: { username, [passwordKey]: `{{ .${passwordKey} }}` } } } : {}),
          },
          data: [{ secretKey: passwordKey, remoteRef: { key: name, property: passwordKey } }],
        },
      });
    }
    return { outputs: { value: [{ name, key: passwordKey }] } };
  },
};
