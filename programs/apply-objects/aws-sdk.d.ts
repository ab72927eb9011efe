/** The parts of the AWS SDK that this program calls. The SDK itself is in Lambda's runtime. */
declare module '@aws-sdk/client-eks' {
  import type { ClusterDescription } from './cluster-world';
  export class DescribeClusterCommand {
    constructor(input: { readonly name: string });
  }
  export class EKSClient {
    constructor(config: object);
    send(command: DescribeClusterCommand): Promise<{ readonly cluster?: ClusterDescription }>;
  }
}

declare module '@aws-sdk/client-s3' {
  export class GetObjectCommand {
    constructor(input: { readonly Bucket: string; readonly Key: string });
  }
  export class S3Client {
    constructor(config: object);
    send(command: GetObjectCommand): Promise<{ readonly Body?: { transformToString(): Promise<string> } }>;
  }
}

declare module '@aws-sdk/client-secrets-manager' {
  export class GetSecretValueCommand {
    constructor(input: { readonly SecretId: string });
  }
  export class SecretsManagerClient {
    constructor(config: object);
    send(command: GetSecretValueCommand): Promise<{ readonly SecretString?: string }>;
  }
}
