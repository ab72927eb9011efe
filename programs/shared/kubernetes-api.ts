import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './environment';
import { type HttpResponse, send } from './http';
import { isObject, type JsonObject } from './json-value';

/** How a pod reaches its API server. */
export interface KubernetesAccess {
  /** For example `https://10.96.0.1:443`. */
  readonly url: string;
  readonly namespace: string;
  /** Folder with `token` and `ca.crt`, as the kubelet mounts it. */
  readonly serviceAccount: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the kubelet tells every container of the API server, and `NAMESPACE`. */
export function kubernetesAccess(environment: Environment): KubernetesAccess {
  const host = environment.text('KUBERNETES_SERVICE_HOST');
  const port = environment.integer('KUBERNETES_SERVICE_PORT', { fallback: 443, minimum: 1, maximum: 65_535 });
  const namespace = environment.text('NAMESPACE');
  if (namespace !== '' && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    environment.problem('NAMESPACE', 'must be the name of a namespace');
  }
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace,
    serviceAccount: environment.text('SERVICE_ACCOUNT_DIR', SERVICE_ACCOUNT),
  };
}

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly object: JsonObject;
}

/** The path under which the API server keeps objects of the namespace. */
type Collection = 'api/v1 secrets' | 'apis/batch/v1 jobs';

/** Sends one request about objects of the namespace. Token and authority are read each time, as the kubelet renews them. */
export async function kubernetesApi(
  access: KubernetesAccess,
  collection: Collection,
  method: 'GET' | 'POST' | 'PATCH',
  name?: string,
  body?: object,
): Promise<ApiAnswer> {
  const token = (await readFile(join(access.serviceAccount, 'token'), 'utf8')).trim();
  const ca = access.url.startsWith('https:')
    ? await readFile(join(access.serviceAccount, 'ca.crt'), 'utf8')
    : undefined;
  const [api, plural] = collection.split(' ');
  const path = `/${api}/namespaces/${access.namespace}/${plural}${name === undefined ? '' : `/${name}`}`;
  const response = await send(`${access.url}${path}`, {
    method,
    ca,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, object: parsed(response) };
}

function parsed({ body }: HttpResponse): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
