import { Agent } from 'node:https';
import { isPassing, send } from '../shared/http';
import { isObject, type JsonObject } from '../shared/json-value';
import { FinalError } from '../shared/retry';

/** How an API server is reached. */
export interface ClusterAccess {
  /** `https://` address of the API server. */
  readonly url: string;
  /** Authority that its certificate is from, as PEM. */
  readonly ca: string;
  /** A bearer token that is good now. */
  token(): string;
}

/** Kind and group of objects, in the way of an ApplySet: `Deployment.apps`, `ConfigMap`. */
export type GroupKind = string;

/** An object as it is written. */
export interface AppliedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What is known of an object that is there, without what it holds. */
export interface Held {
  readonly kind: string;
  readonly groupKind: GroupKind;
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** Whether it is on its way out. */
  readonly deleting: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The API server refused. What it says of a Secret is left out: it can repeat what it was sent. */
class RefusedError extends FinalError {
  constructor(
    what: string,
    readonly status: number,
    { reason, message }: JsonObject,
    secret: boolean,
  ) {
    const said = secret ? reason : (message ?? reason);
    super(`${what}: the API server answered ${[status, typeof said === 'string' ? said : ''].join(' ').trim()}`);
  }
}

/** Where objects are looked for. */
interface Where {
  /** Of those that have one. @default any */
  readonly namespace?: string;
  /** Whether also among those that have none. */
  readonly orNone: boolean;
}

/** What a right is about. */
interface Subject extends Pick<AppliedObject, 'apiVersion' | 'kind'> {
  /** @default the whole cluster */
  readonly namespace?: string;
  /** @default any */
  readonly name?: string;
}

/** Where objects of a kind are kept. */
interface Resource {
  readonly path: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** Objects of a page of a list. */
const page = 500;
/** Of fields that were applied: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
const manager = 'citykit';

/** The group and kind of an object. */
export function groupKindOf({ apiVersion, kind }: Pick<AppliedObject, 'apiVersion' | 'kind'>): GroupKind {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  return group ? `${kind}.${group}` : kind;
}

/** What names one object of a cluster. */
export function identityKey({ groupKind, namespace, name }: Pick<Held, 'groupKind' | 'namespace' | 'name'>): string {
  return [groupKind, namespace ?? '', name].join('/');
}

/**
 * The API of a cluster, for objects of any kind. Of objects that are there it reads metadata alone, but for the status of
 * those that {@link read} is asked for.
 */
export class ClusterApi {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #resources = new Map<string, ReadonlyMap<string, Resource>>();

  constructor(private readonly access: ClusterAccess) {}

  /** Ends what connections are open. */
  close(): void {
    this.#agent.destroy();
  }

  /** The metadata of an object; undefined where there is none. */
  async find(object: AppliedObject): Promise<Held | undefined> {
    const answer = await this.#ask('GET', await this.#pathOf(object), { accept: metadataOnly });
    if (answer.status === 404) return undefined;
    expect(answer, objectTitle(object), object.kind);
    return held(answer.object, groupKindOf(object), object.kind);
  }

  /** Applies an object by server-side apply, so that fields of others stay theirs, and those that it names become ours. */
  async apply(object: AppliedObject): Promise<Held> {
    const answer = await this.#ask('PATCH', await this.#pathOf(object), {
      query: { fieldManager: manager, force: 'true' },
      accept: metadataOnly,
      type: 'application/apply-patch+yaml',
      body: object,
    });
    expect(answer, objectTitle(object), object.kind);
    return held(answer.object, groupKindOf(object), object.kind);
  }

  /** Deletes just this object, not another that has its name by now, and what it owns. */
  async delete(object: Held): Promise<void> {
    const resource = await this.#resourceOf(object.groupKind);
    if (!resource) return;
    const answer = await this.#ask('DELETE', itemPath(resource, object), {
      accept: metadataOnly,
      body: { propagationPolicy: 'Background', preconditions: { uid: object.uid } },
    });
    if (answer.status === 404 || answer.status === 409) return;
    expect(answer, `${object.kind} ${object.name}`, object.kind, 202);
  }

  /** The metadata of all objects of a kind with these labels. None where the cluster does not know the kind. */
  async list(groupKind: GroupKind, selector: string, { namespace, orNone }: Where): Promise<Held[]> {
    const resource = await this.#resourceOf(groupKind);
    if (!resource || (!resource.namespaced && !orNone)) return [];
    const within = resource.namespaced ? namespace : undefined;
    const items = await this.#pages(resource, groupKind, selector, within, metadataList);
    return items.map((item) => held(item, groupKind, kindOf(groupKind)));
  }

  /** All objects of a kind with these labels, as they are. Not meant for what holds secrets. */
  async read(groupKind: GroupKind, selector: string, namespace: string): Promise<JsonObject[]> {
    const resource = await this.#resourceOf(groupKind);
    return resource ? this.#pages(resource, groupKind, selector, namespace, 'application/json') : [];
  }

  /** Whether the cluster knows this kind, in this version. */
  async serves({ apiVersion, kind }: Pick<AppliedObject, 'apiVersion' | 'kind'>): Promise<boolean> {
    return (await this.#discover(apiVersion)).has(kind);
  }

  /** Whether we may do this with objects of a kind, or with one of them; undefined where the cluster does not know the kind. */
  async may(verb: string, { apiVersion, kind, namespace, name }: Subject): Promise<boolean | undefined> {
    const resource = (await this.#discover(apiVersion)).get(kind);
    if (!resource) return undefined;
    const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
    const answer = await this.#ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: {
            verb,
            group,
            resource: resource.plural,
            ...(resource.namespaced && namespace !== undefined && { namespace }),
            ...(name !== undefined && { name }),
          },
        },
      },
    });
    expect(answer, 'a question for our own rights', '');
    const { status } = answer.object;
    return isObject(status) && status.allowed === true;
  }

  async #pages(
    resource: Resource,
    groupKind: GroupKind,
    selector: string,
    namespace: string | undefined,
    accept: string,
  ): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    const path = listPath(resource, namespace);
    for (let from: string | undefined = ''; from !== undefined; ) {
      const query = { labelSelector: selector, limit: String(page), ...(from && { continue: from }) };
      const answer = await this.#ask('GET', path, { query, accept });
      expect(answer, `the list of ${groupKind}`, kindOf(groupKind));
      const { items, metadata } = answer.object;
      if (Array.isArray(items)) found.push(...items.filter(isObject));
      const next = isObject(metadata) ? metadata.continue : undefined;
      from = typeof next === 'string' && next !== '' ? next : undefined;
    }
    return found;
  }

  async #pathOf(object: AppliedObject): Promise<string> {
    const known = (await this.#discover(object.apiVersion)).get(object.kind);
    if (!known) {
      throw new FinalError(`${objectTitle(object)}: the cluster knows no ${object.kind} of ${object.apiVersion}`);
    }
    return itemPath(known, object.metadata);
  }

  /** Where objects of a kind are kept, in the version that the cluster prefers. */
  async #resourceOf(groupKind: GroupKind): Promise<Resource | undefined> {
    const [kind = '', ...rest] = groupKind.split('.');
    const group = rest.join('.');
    if (group === '') return (await this.#discover('v1')).get(kind);
    const answer = await this.#ask('GET', `/apis/${group}`);
    if (answer.status === 404) return undefined;
    expect(answer, `the group ${group}`, '');
    const { preferredVersion } = answer.object;
    const version = isObject(preferredVersion) ? String(preferredVersion.groupVersion) : '';
    return (await this.#discover(version)).get(kind);
  }

  async #discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const known = this.#resources.get(apiVersion);
    if (known) return known;
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const answer = await this.#ask('GET', path);
    if (answer.status === 404) return new Map();
    expect(answer, apiVersion, '');
    const resources = Array.isArray(answer.object.resources) ? answer.object.resources.filter(isObject) : [];
    const found = new Map(
      resources
        // Those with a slash lie below another one.
        .filter(({ name }) => !String(name).includes('/'))
        .map(({ kind, name, namespaced }): [string, Resource] => [
          String(kind),
          { path, plural: String(name), namespaced: namespaced === true },
        ]),
    );
    this.#resources.set(apiVersion, found);
    return found;
  }

  /** Asks; again while the server is busy or away, for a minute. */
  async #ask(method: string, path: string, options: Asking = {}): Promise<Answer> {
    const { query = {}, accept = 'application/json', type = 'application/json', body } = options;
    const search = new URLSearchParams(query).toString();
    for (let attempt = 1; ; attempt++) {
      try {
        const { status, body: text } = await send(`${this.access.url}${path}${search && `?${search}`}`, {
          method,
          ca: this.access.ca,
          agent: this.#agent,
          timeout: 30_000,
          headers: { accept, authorization: `Bearer ${this.access.token()}`, 'content-type': type },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (!isPassing(status) || attempt === attempts) return { status, object: parsed(text) };
      } catch (error) {
        if (attempt === attempts) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(2 ** attempt * 250, 8_000)));
    }
  }
}

const attempts = 7;

interface Asking {
  readonly query?: Readonly<Record<string, string>>;
  readonly accept?: string;
  readonly type?: string;
  readonly body?: object;
}

interface Answer {
  readonly status: number;
  readonly object: JsonObject;
}

function expect({ status, object }: Answer, what: string, kind: string, ...also: readonly number[]): void {
  if (status === 200 || status === 201 || also.includes(status)) return;
  throw new RefusedError(what, status, object, kind === 'Secret');
}

function listPath({ path, plural }: Resource, namespace: string | undefined): string {
  return namespace === undefined ? `${path}/${plural}` : `${path}/namespaces/${namespace}/${plural}`;
}

function itemPath(resource: Resource, { name, namespace }: { readonly name: string; readonly namespace?: string }) {
  return `${listPath(resource, resource.namespaced ? (namespace ?? 'default') : undefined)}/${name}`;
}

function kindOf(groupKind: GroupKind): string {
  return groupKind.split('.')[0]!;
}

/** An object in words. */
export function objectTitle({ kind, metadata: { name } }: AppliedObject): string {
  return `${kind} ${name}`;
}

function held({ metadata }: JsonObject, groupKind: GroupKind, kind: string): Held {
  const { name, namespace, uid, resourceVersion, deletionTimestamp, labels, annotations } = isObject(metadata)
    ? metadata
    : {};
  return {
    kind,
    groupKind,
    name: String(name),
    ...(typeof namespace === 'string' && { namespace }),
    uid: String(uid),
    resourceVersion: String(resourceVersion),
    deleting: deletionTimestamp !== undefined,
    labels: (isObject(labels) ? labels : {}) as Record<string, string>,
    annotations: (isObject(annotations) ? annotations : {}) as Record<string, string>,
  };
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
