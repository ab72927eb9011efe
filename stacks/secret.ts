import { Arn, ArnFormat, type CfnResource } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Secret } from '../constructs/waist/primitives';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { acknowledge } from './private/acknowledge';
import { secretHandle } from './private/secret-handle';

/** Characters that are never in a generated value anyway: excluding another one makes Secrets Manager generate anew. */
const punctuation = '!#$%&*+-.:;=?@^';

/**
 * A secret in Secrets Manager, generated there. An adopted one is named by its name or its ARN; if it is encrypted with a
 * key of its own, that key's policy has to let the platform's tasks decrypt.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_secretsmanager.Secret.html
 */
export const secretKind: AwsKind<Secret> = { group: () => undefined, render: renderSecret };

function renderSecret(secret: Secret, target: AwsTarget): AwsRendered<Secret> {
  const known = target.secretOf(secret);
  if (known) return known;
  if (secret.existing) {
    const { name, key } = secret.existing;
    const value = [{ secret: adopt(secret, name), ...(key && { field: key }) }];
    return { outputs: { value, previous: [''] }, ready: [], keeps: [] };
  }
  const made = new secretsmanager.Secret(secret, 'Secret', {
    description: secret.node.path,
    encryptionKey: target.shared.key,
    generateSecretString: {
      passwordLength: secret.length,
      excludePunctuation: true,
      ...(target.rotation > 0 && { excludeCharacters: punctuation[target.rotation % punctuation.length]! }),
    },
  });
  acknowledge(made, {
    'AwsSolutions-SMG4':
      'Services read the secret when they start, often as part of a URL. A deployment that raises the rotation option renews the secret and starts them anew.',
  });
  const resource = made.node.defaultChild as CfnResource;
  secret.node.defaultChild = resource;
  const handle = secretHandle(secret, made, target.shared.key);
  const previous = target.rotation > 0 ? { ...handle, stage: 'AWSPREVIOUS' } : '';
  return { outputs: { value: [handle], previous: [previous] }, ready: [], keeps: [resource] };
}

function adopt(secret: Secret, name: string): secretsmanager.ISecret {
  if (!name.startsWith('arn:')) return secretsmanager.Secret.fromSecretNameV2(secret, 'Existing', name);
  const { resourceName = '' } = Arn.split(name, ArnFormat.COLON_RESOURCE_NAME);
  return /-[A-Za-z0-9]{6}$/.test(resourceName)
    ? secretsmanager.Secret.fromSecretCompleteArn(secret, 'Existing', name)
    : secretsmanager.Secret.fromSecretPartialArn(secret, 'Existing', name);
}
