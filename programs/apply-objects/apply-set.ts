import { createHash } from 'node:crypto';
import type { Log } from '../shared/log';
import { FinalError } from '../shared/retry';
import {
  type AppliedObject,
  type ClusterApi,
  type GroupKind,
  groupKindOf,
  type Held,
  identityKey,
  objectTitle,
} from './cluster-api';

/** A set of objects in a cluster that is kept like a list. */
export interface ApplySetProps {
  /** Of the ConfigMap that keeps the books; no other set of its namespace has it. */
  readonly name: string;
  /** Where that ConfigMap lies. */
  readonly namespace: string;
  /** Where members lie. */
  readonly members: MemberPlace;
}

/** Where the members of a set lie: in the namespace of its books, there or in none, or anywhere. */
export type MemberPlace = 'inside' | 'around' | 'anywhere';

/** What stays when it is in no list any more: the city's data are in it, or protected by it. */
const keepLabel = 'citykit/keep';

/** Of an object that may be there already and is everybody's: it is set, belongs to no set and stays. */
const sharedAnnotation = 'citykit/shared';

const memberLabel = 'applyset.kubernetes.io/part-of';
const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const kindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';

/**
 * Objects that belong together, by the labels and annotations of an ApplySet, so that other tools see what is ours. What
 * was applied once and is in the list no more is deleted, but for what is to be kept; nothing else in the cluster is
 * touched.
 *
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/3659-kubectl-apply-prune
 */
export class ApplySet {
  readonly #id: string;
  readonly #books: AppliedObject;

  constructor(
    private readonly api: ClusterApi,
    private readonly props: ApplySetProps,
    private readonly log: Log,
  ) {
    const { name, namespace } = props;
    const digest = createHash('sha256').update(`${name}.${namespace}.ConfigMap.`).digest('base64url');
    this.#id = `applyset-${digest}-v1`;
    this.#books = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } };
  }

  /** Selects the members. */
  get selector(): string {
    return `${memberLabel}=${this.#id}`;
  }

  /** Whether the set is there, as far as its books tell. */
  async exists(): Promise<boolean> {
    return (await this.api.find(this.#books)) !== undefined;
  }

  /**
   * Makes the cluster hold these objects, in this order, and then no other member.
   *
   * @throws FinalError before anything is changed, when an object has the name of somebody else's.
   */
  async apply(objects: readonly AppliedObject[]): Promise<void> {
    const own = objects.filter((object) => !isShared(object));
    const kinds = new Set([...(await this.#kinds()), ...own.map(groupKindOf)]);
    const members = await this.#members(kinds);
    await this.#refuseForeign(own, members);
    await this.#keepBooks(kinds);
    for (const object of objects) await this.#applyOne(object, members);
    const wanted = new Set(own.map((object) => identityKey(identityOf(object))));
    await this.#prune([...members.values()].filter((member) => !wanted.has(identityKey(member))));
    const left = [...(await this.#members(kinds)).values()];
    await this.#keepBooks(new Set(left.map(({ groupKind }) => groupKind)));
  }

  /**
   * Deletes every member, but for what is to be kept if `keeps`.
   *
   * @returns how many are still on their way.
   */
  async remove(keeps: boolean): Promise<number> {
    const kinds = await this.#kinds();
    const members = [...(await this.#members(kinds)).values()];
    const gone = members.filter((member) => !keeps || !isKept(member));
    for (const member of gone) await this.#delete(member);
    if (gone.length > 0) return gone.length;
    const books = await this.api.find(this.#books);
    if (members.length > 0) await this.#keepBooks(new Set(members.map(({ groupKind }) => groupKind)));
    else if (books) await this.api.delete(books);
    return 0;
  }

  async #applyOne(object: AppliedObject, members: ReadonlyMap<string, Held>): Promise<void> {
    const shared = isShared(object);
    const before = shared ? await this.api.find(object) : members.get(identityKey(identityOf(object)));
    const { metadata } = object;
    const labels = { ...metadata.labels, [memberLabel]: this.#id };
    const after = await this.api.apply(shared ? object : { ...object, metadata: { ...metadata, labels } });
    if (before?.resourceVersion !== after.resourceVersion)
      this.log(`${objectTitle(object)}: ${before ? 'changed' : 'made'}`);
  }

  async #prune(members: readonly Held[]): Promise<void> {
    for (const member of members) {
      if (isKept(member)) this.log(`${member.kind} ${member.name}: kept, although nothing asks for it any more`);
      else await this.#delete(member);
    }
  }

  async #delete(member: Held): Promise<void> {
    if (member.deleting) return;
    await this.api.delete(member);
    this.log(`${member.kind} ${member.name}: deleted`);
  }

  async #refuseForeign(objects: readonly AppliedObject[], members: ReadonlyMap<string, Held>): Promise<void> {
    const foreign: string[] = [];
    for (const object of objects) {
      const known = members.has(identityKey(identityOf(object)));
      if (!known && (await this.api.find(object))) foreign.push(objectTitle(object));
    }
    if (foreign.length === 0) return;
    throw new FinalError(
      `There already, and not of this platform, so nothing was changed: ${foreign.join(', ')}. ` +
        `Delete them, or hand them over: kubectl label … ${memberLabel}=${this.#id}`,
    );
  }

  /** The members of these kinds, by what names them. */
  async #members(kinds: Iterable<GroupKind>): Promise<Map<string, Held>> {
    const { members: place, namespace } = this.props;
    const where = { ...(place !== 'anywhere' && { namespace }), orNone: place !== 'inside' };
    const members = new Map<string, Held>();
    for (const kind of kinds) {
      const found = await this.api.list(kind, this.selector, where);
      for (const member of found) members.set(identityKey(member), member);
    }
    return members;
  }

  /** The kinds that members may be of, by the books. */
  async #kinds(): Promise<GroupKind[]> {
    const books = await this.api.find(this.#books);
    return books?.annotations[kindsAnnotation]?.split(',').filter(Boolean) ?? [];
  }

  async #keepBooks(kinds: ReadonlySet<GroupKind>): Promise<void> {
    const { metadata, ...rest } = this.#books;
    await this.api.apply({
      ...rest,
      metadata: {
        ...metadata,
        labels: { [idLabel]: this.#id, 'app.kubernetes.io/managed-by': 'citykit' },
        annotations: { [toolingAnnotation]: 'citykit/v1', [kindsAnnotation]: [...kinds].sort().join(',') },
      },
    });
  }
}

function isShared({ metadata: { annotations } }: AppliedObject): boolean {
  return annotations?.[sharedAnnotation] === 'true';
}

function isKept({ labels }: Held): boolean {
  return labels[keepLabel] === 'true';
}

function identityOf(object: AppliedObject): Pick<Held, 'groupKind' | 'name' | 'namespace'> {
  const { name, namespace } = object.metadata;
  return { groupKind: groupKindOf(object), name, ...(namespace !== undefined && { namespace }) };
}
