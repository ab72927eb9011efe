import { Arn, ArnFormat } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { PostgresServer, Reference, type Secret } from '../constructs/waist/primitives';
import type { Part } from '../constructs/waist/target';
import type { AwsTarget, SecretHandle } from './aws-target';
import { acknowledge } from './private/acknowledge';

/** Characters that are never in a generated value anyway: excluding another one makes Secrets Manager generate anew. */
const punctuation = '!#$%&*+-.:;=?@^';

/**
 * A secret in Secrets Manager, generated there. An adopted one is named by its name or its ARN; if it is encrypted with a
 * key of its own, that key's policy has to let the platform's tasks decrypt.
 */
export function renderSecret(secret: Secret, target: AwsTarget): { readonly value: Part<SecretHandle>[] } {
  const server = secret.node.scope;
  // RDS makes and rotates the administrator's password itself.
  if (server instanceof PostgresServer && secret === server.admin && !server.existing) {
    return { value: target.resolve(new Reference(server, 'adminPassword', true)) };
  }
  if (secret.existing) {
    const { name, key } = secret.existing;
    return { value: [{ secret: adopt(secret, name), ...(key && { field: key }) }] };
  }
  const made = new secretsmanager.Secret(secret, 'Secret', {
    description: secret.node.path,
    encryptionKey: target.shared.key,
    generateSecretString: {
      passwordLength: secret.length,
      excludePunctuation: true,
      ...(target.rotation > 0 && { excludeCharacters: punctuation[target.rotation % punctuation.length]! }),
    },
    removalPolicy: target.removalPolicy,
  });
  acknowledge(made, {
    'AwsSolutions-SMG4':
      'Running programs read it at their start, often inside a URL, so it is renewed together with them: by the rotation option, at a deployment.',
  });
  secret.node.defaultChild = made.node.defaultChild!;
  return { value: [{ secret: made as secretsmanager.ISecret }] };
}

function adopt(secret: Secret, name: string): secretsmanager.ISecret {
  if (!name.startsWith('arn:')) return secretsmanager.Secret.fromSecretNameV2(secret, 'Existing', name);
  const { resourceName = '' } = Arn.split(name, ArnFormat.COLON_RESOURCE_NAME);
  return /-[A-Za-z0-9]{6}$/.test(resourceName)
    ? secretsmanager.Secret.fromSecretCompleteArn(secret, 'Existing', name)
    : secretsmanager.Secret.fromSecretPartialArn(secret, 'Existing', name);
}
