import { type Asked, answerTo } from '../shared/custom-resource';
import { without } from '../shared/log';
import { FinalError, reasonOf } from '../shared/retry';
import { ApplySet, type ApplySetProps, type MemberPlace } from './apply-set';
import { type AppliedObject, ClusterApi } from './cluster-api';
import { accessTo, type ClusterWorld, settled } from './cluster-world';
import { type SecretToMake, secretObjects } from './secret-objects';
import { unready } from './unready';

/** What the custom resource says about the objects to apply. CloudFormation passes every number and boolean as text. */
export interface ObjectsToApply {
  readonly Cluster: string;
  /** Domain of its partition. @default that of the partition `aws` */
  readonly UrlSuffix?: string;
  /** @default DescribeCluster tells it */
  readonly Endpoint?: string;
  /** In base64. @default DescribeCluster tells it */
  readonly CertificateAuthority?: string;
  /** Name of the set. */
  readonly Set: string;
  /** Of the set's books. */
  readonly Namespace: string;
  /** Where the objects lie. Those that come up are waited for where all are inside the namespace. */
  readonly Members: MemberPlace;
  /** The objects as a JSON list: here, or in a bucket. */
  readonly Objects: string | { readonly Bucket: string; readonly Key: string };
  readonly Secrets?: readonly SecretToMake[];
  /** Whether what is to be kept outlives the resource. */
  readonly Keeps: 'true' | 'false';
  /** How long all of it may take, in seconds. */
  readonly DeadlineSeconds: string;
  /** Where what was done is written down, for the message of a failure. */
  readonly LogGroup: string;
}

/** What CloudFormation sends, or this function to itself with what is left to do. */
export interface ApplyObjectsEvent extends Asked {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: ObjectsToApply;
  /** Of an update: what was said before. */
  readonly OldResourceProperties?: Pick<ObjectsToApply, 'Cluster'>;
  readonly Left?: { readonly applied: boolean; readonly deadline: number };
}

/** What the function needs of the world. */
export interface ApplierWorld extends ClusterWorld {
  readObjects(place: { readonly Bucket: string; readonly Key: string }): Promise<string>;
  readSecret(arn: string): Promise<string>;
  /** Milliseconds until this invocation is cut off. */
  remaining(): number;
  again(event: ApplyObjectsEvent): Promise<void>;
}

/** Enough to hand over to the next invocation. */
const reserve = 60_000;

/**
 * Keeps a cluster like a list of objects. Never throws before it has answered: without an answer CloudFormation would wait
 * for an hour. Neither log nor answer has anything that a secret holds.
 */
export async function applyObjects(event: ApplyObjectsEvent, world: ApplierWorld): Promise<void> {
  const secrets: string[] = [];
  const clean: ApplierWorld = {
    ...world,
    log: (message, fields = {}) => {
      const cleaned = Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'string' ? without(secrets, value) : value,
      ]);
      world.log(without(secrets, message), Object.fromEntries(cleaned));
    },
    readSecret: async (arn) => {
      const value = await world.readSecret(arn);
      secrets.push(value, ...partsOf(value));
      return value;
    },
  };
  let failure: string | undefined;
  try {
    const left = await run(event, clean);
    if (left) return await world.again({ ...event, Left: left });
  } catch (error) {
    const { LogGroup } = event.ResourceProperties;
    failure = without(secrets, `${reasonOf(error)}. See the log group ${LogGroup}`);
    clean.log('failed', { reason: reasonOf(error) });
  }
  await world.respond(event.ResponseURL, answerTo(event, failure, 'The cluster is as it should be'));
}

/** Texts inside a secret that is JSON. */
function partsOf(value: string): string[] {
  try {
    return Object.values(JSON.parse(value) as object).filter((part) => typeof part === 'string');
  } catch {
    return [];
  }
}

/** @returns what is left for the next invocation, if anything is. */
async function run(event: ApplyObjectsEvent, world: ApplierWorld): Promise<ApplyObjectsEvent['Left']> {
  const { ResourceProperties: wanted, RequestType, Left } = event;
  const { log, pause = 5_000 } = world;
  const deadline = Left?.deadline ?? Date.now() + Number(wanted.DeadlineSeconds) * 1000;
  const access = await accessTo(wanted, world);
  if (!access) {
    if (RequestType === 'Delete') return undefined;
    throw new FinalError(`There is no cluster ${wanted.Cluster} in this account and region`);
  }
  const api = new ClusterApi(access);
  try {
    const props: ApplySetProps = { name: wanted.Set, namespace: wanted.Namespace, members: wanted.Members };
    const set = new ApplySet(api, props, log);
    if (!Left) refuseMove(event, await settled('the API server', world, () => set.exists()));
    const removes = RequestType === 'Delete';
    if (!removes && !Left?.applied) await set.apply(await objectsOf(wanted, world));
    for (;;) {
      const waitsFor = removes
        ? await remaining(set, wanted.Keeps === 'true')
        : props.members === 'inside'
          ? await unready(api, set.selector, props.namespace)
          : [];
      if (waitsFor.length === 0) return undefined;
      if (Date.now() > deadline) {
        throw new FinalError(`Not up after ${wanted.DeadlineSeconds} seconds: ${waitsFor.join(', ')}`);
      }
      if (world.remaining() < reserve) return { applied: true, deadline };
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  } finally {
    api.close();
  }
}

async function remaining(set: ApplySet, keeps: boolean): Promise<string[]> {
  const left = await set.remove(keeps);
  return left > 0 ? [`${left} objects are being deleted`] : [];
}

/**
 * What is in one cluster is not moved to another: the volumes would stay behind, and what was there. Where the set is already,
 * CloudFormation goes back to it.
 */
function refuseMove({ ResourceProperties, OldResourceProperties }: ApplyObjectsEvent, exists: boolean): void {
  const [was, is] = [OldResourceProperties?.Cluster, ResourceProperties.Cluster];
  if (was === undefined || was === is || exists) return;
  throw new FinalError(
    `The platform is in the cluster ${was}, with its volumes, and is not moved to ${is}, so nothing was changed. ` +
      'Set targets.aws.eks.existing back to what it was, or make a stack of another name',
  );
}

async function objectsOf(
  { Objects, Secrets = [], Namespace }: ObjectsToApply,
  world: ApplierWorld,
): Promise<AppliedObject[]> {
  const text = typeof Objects === 'string' ? Objects : await world.readObjects(Objects);
  const objects = JSON.parse(text) as AppliedObject[];
  // First, so that no pod waits for them.
  return [...(await secretObjects(Secrets, Namespace, world.readSecret)), ...objects];
}
