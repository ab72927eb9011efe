import { sign } from 'aws4';

/** Keys of a role, as Lambda puts them into the environment. */
export interface RoleKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Seconds for which the signed address is good. A cluster takes no longer ones than 900. */
const expires = 60;

/**
 * What a cluster of EKS takes for a bearer token: a signed request to STS that asks who signed it, and names the cluster,
 * so that no other one takes it. Nothing is sent for it. The cluster takes it for a quarter of an hour.
 *
 * @param domain of the partition that the region belongs to, such as `amazonaws.eu`.
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator (API Authorization from Outside a Cluster)
 */
export function eksToken(cluster: string, region: string, credentials: RoleKeys, domain = 'amazonaws.com'): string {
  const host = `sts.${region}.${domain}`;
  const { path } = sign(
    {
      service: 'sts',
      region,
      host,
      path: `/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=${expires}`,
      headers: { 'x-k8s-aws-id': cluster },
      signQuery: true,
    },
    { ...credentials },
  );
  return `k8s-aws-v1.${Buffer.from(`https://${host}${path}`).toString('base64url')}`;
}
