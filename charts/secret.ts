import { ApiObject } from 'cdk8s';
import { nameOf } from '../constructs/waist/names';
import type { Secret } from '../constructs/waist/primitives';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf } from './metadata';
import { literalsOf } from './private/secret-literals';
import { passwordKey, type SecretKey } from './secret-key';

/**
 * A Kubernetes Secret of its own for each secret, so that a right to read one is no right to read another. The Secret
 * itself is never in the output: the platform's secrets job or the External Secrets Operator makes it.
 */
export function renderSecret(secret: Secret, target: KubernetesTarget): Record<'value', SecretKey[]> {
  const { existing } = secret;
  if (existing) return { value: [{ name: existing.name, key: existing.key ?? passwordKey }] };
  const name = nameOf(secret);
  if (target.secrets.kind === 'externalSecrets') {
    const { type, username } = literalsOf(target, secret);
    secret.node.defaultChild = new ApiObject(secret, 'ExternalSecret', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: metadataOf(target, secret, name, { keep: true }),
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
  return { value: [{ name, key: passwordKey }] };
}
