import { BlockList } from 'node:net';
import { type Asked, answerTo } from '../shared/custom-resource';
import { reasonOf } from '../shared/retry';
import { type AppliedObject, ClusterApi } from './cluster-api';
import { accessTo, type ClusterDescription, type ClusterWorld, settled } from './cluster-world';

/** What the custom resource says about a cluster that somebody else made. CloudFormation passes booleans as text. */
export interface ClusterToCheck {
  readonly Cluster: string;
  /** Domain of its partition. @default that of the partition `aws` */
  readonly UrlSuffix?: string;
  /** What DescribeCluster has to tell. Nobody needs to be let in for that. @default it is not asked */
  readonly Described?: DescriptionWanted;
  /** What we have to be allowed in the cluster. @default nothing */
  readonly Rights?: readonly RightWanted[];
  /** Group of Kubernetes that gives these rights. */
  readonly Group?: string;
  /** What to do where it does not. */
  readonly RightsFix?: string;
  /** Kinds that the cluster has to know. @default none */
  readonly Kinds?: readonly KindWanted[];
  /** Objects that have to be there. @default none */
  readonly Objects?: readonly ObjectWanted[];
  /** What an earlier check found, as its {@link Found}. @default nothing */
  readonly Found?: string;
  /** Whether the deployment ends here when something was found. */
  readonly Last: 'true' | 'false';
  /** Where what was done is written down, for the message of a failure. */
  readonly LogGroup: string;
}

/** What a description has to say. */
export interface DescriptionWanted {
  /** The oldest version of Kubernetes: `1.30`. */
  readonly Version: string;
  readonly Vpc: string;
  readonly SecurityGroup: string;
  readonly AutoMode: 'true' | 'false';
  /** Networks of which one has the address that answers names on nodes of Auto Mode. @default it is not asked */
  readonly Dns?: readonly string[];
}

/** What may be done with objects of a kind, or with the one of the name. */
export interface RightWanted {
  readonly ApiVersion: string;
  readonly Kind: string;
  readonly Verbs: readonly string[];
  readonly Namespace?: string;
  readonly Name?: string;
}

/** A kind, and what to do where it is missing. */
export interface KindWanted {
  readonly ApiVersion: string;
  readonly Kind: string;
  readonly Fix: string;
}

/** An object that lies in no namespace, and what to do where it is missing. */
export interface ObjectWanted extends KindWanted {
  readonly Name: string;
}

/** What CloudFormation sends. */
export interface CheckClusterEvent extends Asked {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: ClusterToCheck;
}

/** What was found, with the fix of each, and whether looking further makes sense. */
interface Findings {
  readonly found: string[];
  readonly ends: boolean;
}

/**
 * Looks whether a cluster that somebody else made has what a platform needs of it, and changes nothing. What was found is handed
 * to the next check, so that the last one tells all of it; where nothing more can be seen, this one does.
 *
 * Never throws before it has answered.
 */
export async function checkCluster(event: CheckClusterEvent, world: ClusterWorld): Promise<void> {
  const { Cluster, Last, LogGroup } = event.ResourceProperties;
  const answer = (failure: string | undefined, found: readonly string[]) =>
    world.respond(
      event.ResponseURL,
      answerTo(event, failure, 'The cluster was looked at', { Found: JSON.stringify(found) }),
    );
  if (event.RequestType === 'Delete') return answer(undefined, []);
  try {
    const { found, ends } = await look(event.ResourceProperties, world);
    for (const one of found) world.log('missing', { what: one });
    if (found.length === 0 || (Last !== 'true' && !ends)) return await answer(undefined, found);
    await answer(`${titleOf(Cluster, found.length)}: ${found.map((one, at) => `(${at + 1}) ${one}`).join(' ')}`, found);
  } catch (error) {
    world.log('failed', { reason: reasonOf(error) });
    await answer(`${reasonOf(error)}. See the log group ${LogGroup}`, []);
  }
}

function titleOf(cluster: string, count: number): string {
  return `The cluster ${cluster} lacks ${count === 1 ? 'something' : `${count} things`}, so nothing was made in it`;
}

async function look(wanted: ClusterToCheck, world: ClusterWorld): Promise<Findings> {
  const { Cluster, Described, Rights = [], Kinds = [], Objects = [], Found = '[]' } = wanted;
  const found = JSON.parse(Found) as string[];
  if (Described) {
    const described = await settled('DescribeCluster', world, () => world.describe(Cluster));
    if (!described) {
      found.push(`There is no cluster ${Cluster} in this account and region: mend targets.aws.eks.existing.name.`);
      return { found, ends: true };
    }
    found.push(...amiss(Cluster, described, Described));
    return { found, ends: !isUsable(described) };
  }
  const access = await accessTo(wanted, world);
  if (!access) throw new Error(`There is no cluster ${Cluster} in this account and region`);
  const api = new ClusterApi(access);
  try {
    // Everybody who is let in may ask that.
    await settled('the API server', world, () => api.may('get', { apiVersion: 'v1', kind: 'Pod' }));
  } catch (error) {
    found.push(
      `Its API at ${access.url} does not let us in (${reasonOf(error)}): it has to answer the private subnets of targets.aws.vpc, so enable its private endpoint.`,
    );
    api.close();
    return { found, ends: true };
  }
  try {
    const refused = await refusedOf(api, Rights);
    if (refused.length > 0) found.push(`Its group ${wanted.Group} may not ${refused.join('; ')}: ${wanted.RightsFix}`);
    for (const { ApiVersion, Kind, Fix } of Kinds)
      if (!(await api.serves({ apiVersion: ApiVersion, kind: Kind })))
        found.push(`It has no ${Kind} of ${ApiVersion}: ${Fix}`);
    for (const { ApiVersion, Kind, Name, Fix } of Objects) {
      const object = { apiVersion: ApiVersion, kind: Kind, metadata: { name: Name } };
      if ((await isThere(api, object)) === false) found.push(`It has no ${Kind} ${Name}: ${Fix}`);
    }
    return { found, ends: false };
  } finally {
    api.close();
  }
}

/** Whether an object is there; undefined where we may not look, which is told as a right that we lack. */
async function isThere(api: ClusterApi, object: AppliedObject): Promise<boolean | undefined> {
  const { apiVersion, kind, metadata } = object;
  if (!(await api.may('get', { apiVersion, kind, name: metadata.name }))) return undefined;
  return (await api.find(object)) !== undefined;
}

/** What we may not do: `create/patch Service, Job`. What the cluster does not know is no matter of rights. */
async function refusedOf(api: ClusterApi, rights: readonly RightWanted[]): Promise<string[]> {
  const refused = new Map<string, string[]>();
  for (const { ApiVersion, Kind, Verbs, Namespace, Name } of rights) {
    const subject = {
      apiVersion: ApiVersion,
      kind: Kind,
      ...(Namespace !== undefined && { namespace: Namespace }),
      ...(Name !== undefined && { name: Name }),
    };
    const verbs: string[] = [];
    for (const verb of Verbs) if ((await api.may(verb, subject)) === false) verbs.push(verb);
    const all = verbs.join('/');
    if (all !== '') refused.set(all, [...(refused.get(all) ?? []), Name === undefined ? Kind : `${Kind} ${Name}`]);
  }
  return [...refused].map(([verbs, kinds]) => `${verbs} ${kinds.join(', ')}`);
}

/** Modes in which a cluster lets in whom an access entry names. */
const modes = ['API', 'API_AND_CONFIG_MAP'];

const isActive = ({ status }: ClusterDescription) => status === 'ACTIVE' || status === 'UPDATING';
const letsIn = ({ accessConfig }: ClusterDescription) => modes.includes(accessConfig?.authenticationMode ?? '');

/** Whether somebody can be let in, to see more. */
const isUsable = (described: ClusterDescription) => isActive(described) && letsIn(described);

function amiss(cluster: string, described: ClusterDescription, wanted: DescriptionWanted): string[] {
  const { status, version = '', resourcesVpcConfig, computeConfig, kubernetesNetworkConfig, accessConfig } = described;
  const { vpcId, clusterSecurityGroupId } = resourcesVpcConfig ?? {};
  const resolver = tenthAddress(kubernetesNetworkConfig?.serviceIpv4Cidr);
  const faults: (readonly [boolean, string])[] = [
    [!isActive(described), `It is ${status}: deploy again when it is ACTIVE.`],
    [
      !letsIn(described),
      `Its authentication mode ${accessConfig?.authenticationMode} knows no access entries: aws eks update-cluster-config --name ${cluster} --access-config authenticationMode=API_AND_CONFIG_MAP`,
    ],
    [isOlder(version, wanted.Version), `It runs Kubernetes ${version}: upgrade it to ${wanted.Version} or newer.`],
    [vpcId !== wanted.Vpc, `It lies in ${vpcId}: name that one in targets.aws.vpc, not ${wanted.Vpc}.`],
    [
      clusterSecurityGroupId !== wanted.SecurityGroup,
      `Its security group is ${clusterSecurityGroupId}: name that one in targets.aws.eks.existing.securityGroupId.`,
    ],
    [
      wanted.AutoMode === 'true' && computeConfig?.enabled !== true,
      'Auto Mode is off: enable it, or set targets.aws.eks.existing.autoMode to false.',
    ],
    [
      kubernetesNetworkConfig?.ipFamily === 'ipv6',
      'Its pods have addresses of IPv6 alone, which the load balancers do not send to: name a cluster of IPv4.',
    ],
    [
      wanted.Dns !== undefined && resolver !== undefined && !holds(wanted.Dns, resolver),
      `Names are answered at ${resolver}: set targets.aws.eks.existing.dns to { kind: addresses, networks: [${resolver}/32] }.`,
    ],
  ];
  return faults.flatMap(([is, text]) => (is ? [text] : []));
}

/** Whether a version of Kubernetes is before another one. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [majorThan = 0, minorThan = 0] = than.split('.').map(Number);
  return major < majorThan || (major === majorThan && minor < minorThan);
}

/** Where names are answered: the tenth address of the Services, on every cluster of EKS. */
function tenthAddress(network: string | undefined): string | undefined {
  const [address = ''] = network?.split('/') ?? [];
  const parts = address.split('.').map(Number);
  return parts.length === 4 ? [...parts.slice(0, 3), parts[3]! + 10].join('.') : undefined;
}

/** Whether an address of IPv4 is in one of the networks. */
function holds(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks.filter((one) => !one.includes(':'))) {
    const [first = '', bits = '32'] = network.split('/');
    list.addSubnet(first, Number(bits), 'ipv4');
  }
  return list.check(address);
}
