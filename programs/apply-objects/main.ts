import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { respond } from '../shared/custom-resource';
import { log } from '../shared/log';
import { eksToken } from './eks-token';
import { type ApplyObjectsEvent, applyObjects } from './handler';

const s3 = new S3Client({});
const secrets = new SecretsManagerClient({});
const lambda = new LambdaClient({});

/** Lambda function behind the custom resource that keeps a cluster like a list of objects. The SDK comes with the runtime. */
export async function keepObjects(
  event: ApplyObjectsEvent,
  context: { readonly invokedFunctionArn: string; getRemainingTimeInMillis(): number },
): Promise<void> {
  await applyObjects(event, {
    log,
    async readObjects({ Bucket, Key }) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`${Key} is empty`);
      return Body.transformToString();
    },
    async readSecret(arn) {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
      if (SecretString === undefined) throw new Error(`${arn} holds no text`);
      return SecretString;
    },
    token: (cluster) => {
      const { AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = process.env;
      return eksToken(cluster, AWS_REGION, {
        accessKeyId: AWS_ACCESS_KEY_ID,
        secretAccessKey: AWS_SECRET_ACCESS_KEY,
        ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
      });
    },
    remaining: () => context.getRemainingTimeInMillis(),
    respond,
    async again(next) {
      await lambda.send(
        new InvokeCommand({
          FunctionName: context.invokedFunctionArn,
          InvocationType: 'Event',
          Payload: JSON.stringify(next),
        }),
      );
    },
  });
}
