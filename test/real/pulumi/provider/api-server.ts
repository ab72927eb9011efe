import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { dirname, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../cluster/platforms';

/** A refusal, in the API server's own words. */
export class Refusal extends Error {
  constructor(
    /** HTTP status: 404 where there is nothing, 409 for what others own, 422 for what is invalid. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Where an object is; its kind is known to the API server. */
export type Identity = Pick<KubernetesObject, 'apiVersion' | 'kind'> & {
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

export interface ApplyOptions {
  /** Judge and admit it, and keep nothing. */
  readonly dryRun: boolean;
  /** Take over fields that others own; without it they are a conflict. */
  readonly force: boolean;
  /** Under which name the fields are owned. */
  readonly manager: string;
}

interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/** The API server of a kubeconfig: its current context, with a client certificate or a token. */
export class ApiServer {
  readonly #server: URL;
  readonly #agent: Agent;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #kinds = new Map<string, Promise<readonly Kind[]>>();

  constructor(kubeconfig: string) {
    const config = parse(readFileSync(kubeconfig, 'utf8'));
    // biome-ignore lint/suspicious/noExplicitAny: a kubeconfig as it was read.
    const named = (list: any[], name: string) => list.find((one) => one.name === name);
    const { context } = named(config.contexts, config['current-context']);
    const { cluster } = named(config.clusters, context.cluster);
    const { user } = named(config.users, context.user);
    const bytes = (of: Record<string, string>, key: string) => {
      const inline = of[`${key}-data`];
      if (inline !== undefined) return Buffer.from(inline, 'base64');
      return of[key] === undefined ? undefined : readFileSync(resolve(dirname(kubeconfig), of[key]));
    };
    this.#server = new URL(cluster.server);
    this.#agent = new Agent({
      keepAlive: true,
      ca: bytes(cluster, 'certificate-authority'),
      cert: bytes(user, 'client-certificate'),
      key: bytes(user, 'client-key'),
    });
    this.#headers = user.token === undefined ? {} : { Authorization: `Bearer ${user.token}` };
  }

  /** The object as the API server has it; undefined where there is none. */
  async find(object: Identity): Promise<KubernetesObject | undefined> {
    try {
      return (await this.#call('GET', await this.#path(object))) as KubernetesObject;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Server-side apply in which an unknown field is an error. */
  async apply(object: KubernetesObject, { dryRun, force, manager }: ApplyOptions): Promise<KubernetesObject> {
    const query = new URLSearchParams({
      fieldManager: manager,
      fieldValidation: 'Strict',
      force: String(force),
      ...(dryRun && { dryRun: 'All' }),
    });
    const path = `${await this.#path(object)}?${query}`;
    return (await this.#call('PATCH', path, object, 'application/apply-patch+yaml')) as KubernetesObject;
  }

  /** Asks for its end and that of all that it owns; it is there until they have gone. */
  async delete(object: Identity): Promise<void> {
    await this.#call('DELETE', await this.#path(object), { propagationPolicy: 'Foreground' });
  }

  /** Objects of one kind in a namespace that carry the label. */
  async labelled(path: string, label: string): Promise<readonly KubernetesObject[]> {
    const { items } = (await this.#call('GET', `${path}?labelSelector=${encodeURIComponent(label)}`)) as {
      items: KubernetesObject[];
    };
    return items;
  }

  async #path({ apiVersion, kind, metadata: { name, namespace } }: Identity): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const found = (await this.#kindsOf(root)).find((one) => one.kind === kind && !one.name.includes('/'));
    if (found === undefined) throw new Refusal(404, `the API server has no kind ${apiVersion}/${kind}`);
    const where = found.namespaced ? `/namespaces/${namespace ?? 'default'}` : '';
    return `${root}${where}/${found.name}/${name}`;
  }

  #kindsOf(root: string): Promise<readonly Kind[]> {
    const known = this.#kinds.get(root);
    if (known !== undefined) return known;
    const kinds = this.#call('GET', root).then(({ resources }) => resources as readonly Kind[]);
    this.#kinds.set(root, kinds);
    // A definition of kinds may be on its way: ask again next time.
    kinds.catch(() => this.#kinds.delete(root));
    return kinds;
  }

  async #call(
    method: string,
    path: string,
    body?: object,
    type = 'application/json',
  ): Promise<Record<string, unknown>> {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const answer = new Promise<{ status: number; said: string }>((done, failed) => {
      const headers = {
        ...this.#headers,
        Accept: 'application/json',
        // Node gives the body of a DELETE no length by itself.
        ...(sent && { 'Content-Type': type, 'Content-Length': Buffer.byteLength(sent) }),
      };
      request(new URL(path, this.#server), { method, agent: this.#agent, headers }, (response) => {
        text(response).then((said) => done({ status: response.statusCode ?? 0, said }), failed);
      })
        .once('error', failed)
        .end(sent);
    });
    const { status, said } = await answer;
    if (status >= 400) throw new Refusal(status, messageOf(said));
    return JSON.parse(said);
  }
}

function messageOf(said: string): string {
  try {
    return JSON.parse(said).message ?? said;
  } catch {
    return said;
  }
}
