import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { respond } from '../shared/custom-resource';
import { log } from '../shared/log';
import { type CheckClusterEvent, checkCluster } from './check-cluster';
import type { ClusterWorld } from './cluster-world';
import { eksToken } from './eks-token';
import { type ApplyObjectsEvent, applyObjects } from './handler';

const s3 = new S3Client({});
const eks = new EKSClient({});
const secrets = new SecretsManagerClient({});
const lambda = new LambdaClient({});

const cluster: ClusterWorld = {
  log,
  async describe(name) {
    try {
      return (await eks.send(new DescribeClusterCommand({ name }))).cluster;
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  },
  token: (name, domain) => {
    const { AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = process.env;
    const keys = {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
    return eksToken(name, AWS_REGION, keys, domain);
  },
  respond,
};

const isCheck = (event: ApplyObjectsEvent | CheckClusterEvent): event is CheckClusterEvent =>
  event.ResourceType === 'Custom::ClusterCheck';

/** Lambda function behind the custom resources that look at a cluster and keep it like a list of objects. The SDK comes with the runtime. */
export async function keepObjects(
  event: ApplyObjectsEvent | CheckClusterEvent,
  context: { readonly invokedFunctionArn: string; getRemainingTimeInMillis(): number },
): Promise<void> {
  if (isCheck(event)) return checkCluster(event, cluster);
  await applyObjects(event, {
    ...cluster,
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
    remaining: () => context.getRemainingTimeInMillis(),
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
