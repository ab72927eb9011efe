import type { Log } from '../shared/log';
import { FinalError, reasonOf, retry } from '../shared/retry';
import type { ClusterAccess } from './cluster-api';

/** The part that is read of what DescribeCluster tells: https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html */
export interface ClusterDescription {
  readonly status?: string;
  readonly version?: string;
  readonly endpoint?: string;
  readonly certificateAuthority?: { readonly data?: string };
  readonly accessConfig?: { readonly authenticationMode?: string };
  readonly computeConfig?: { readonly enabled?: boolean };
  readonly resourcesVpcConfig?: { readonly vpcId?: string; readonly clusterSecurityGroupId?: string };
  readonly kubernetesNetworkConfig?: { readonly serviceIpv4Cidr?: string; readonly ipFamily?: string };
}

/** What is needed of the world around a cluster. */
export interface ClusterWorld {
  readonly log: Log;
  /** What is known of a cluster; undefined where there is none of the name. */
  describe(cluster: string): Promise<ClusterDescription | undefined>;
  /** A bearer token that is good now. @param domain of the partition that the cluster lies in */
  token(cluster: string, domain: string | undefined): string;
  respond(url: string, body: string): Promise<void>;
  /** Between two looks, in milliseconds. @default 5000 */
  readonly pause?: number;
  /** How long a new role may be unknown to the cluster, in milliseconds. @default 180000 */
  readonly settling?: number;
}

/** A cluster, and where it answers if that is known. */
interface ClusterPlace {
  readonly Cluster: string;
  /** Domain of its partition. @default that of the partition `aws` */
  readonly UrlSuffix?: string;
  readonly Endpoint?: string;
  readonly CertificateAuthority?: string;
}

/**
 * How the API of a cluster is reached; undefined where there is no such cluster.
 *
 * @throws FinalError when the cluster has no API yet, or has none any more.
 */
export async function accessTo(place: ClusterPlace, world: ClusterWorld): Promise<ClusterAccess | undefined> {
  const { Cluster, UrlSuffix, Endpoint, CertificateAuthority } = place;
  const token = () => world.token(Cluster, UrlSuffix);
  if (Endpoint !== undefined && CertificateAuthority !== undefined)
    return { url: Endpoint, ca: fromBase64(CertificateAuthority), token };
  const described = await settled('DescribeCluster', world, () => world.describe(Cluster));
  if (!described) return undefined;
  const { endpoint, certificateAuthority, status } = described;
  if (!endpoint || !certificateAuthority?.data)
    throw new FinalError(`The cluster ${Cluster} is ${status}: it has no API`);
  return { url: endpoint, ca: fromBase64(certificateAuthority.data), token };
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString();

/** Does something in a cluster for the first time: a new role, and its access, take a while until every part of AWS knows them. */
export async function settled<T>(
  what: string,
  { log, settling = 180_000, pause = 5_000 }: ClusterWorld,
  operation: () => Promise<T>,
): Promise<T> {
  return retry(what, { deadline: performance.now() + settling, pause: pause / 10, log }, async () => {
    try {
      return await operation();
    } catch (error) {
      // Also what is final for an object may pass here.
      throw new Error(reasonOf(error));
    }
  });
}
