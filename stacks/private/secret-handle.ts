import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { SecretHandle } from '../aws-target';

/**
 * The handle to a secret that is encrypted with the platform's key. Reading it by its ARN alone leaves the key's policy as it
 * is: named there, the roles of all tasks would have to be made before the key, and so before everything it encrypts.
 */
export function secretHandle(scope: Construct, secret: Pick<ISecret, 'secretArn'>, key: IKey): SecretHandle {
  return { secret: Secret.fromSecretCompleteArn(scope, 'ByArn', secret.secretArn), key };
}
