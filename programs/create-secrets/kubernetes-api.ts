import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpResponse, send } from '../shared/http';
import { isObject, type JsonObject } from '../shared/json-value';

/** How a pod reaches its API server. */
export interface KubernetesAccess {
  /** For example `https://10.96.0.1:443`. */
  readonly url: string;
  readonly namespace: string;
  /** Folder with `token` and `ca.crt`, as the kubelet mounts it. */
  readonly serviceAccount: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly object: JsonObject;
}

/** Sends one request about Secrets of the namespace. Token and authority are read each time, as the kubelet renews them. */
export async function secretsApi(
  access: KubernetesAccess,
  method: 'GET' | 'POST' | 'PATCH',
  name?: string,
  body?: object,
): Promise<ApiAnswer> {
  const token = (await readFile(join(access.serviceAccount, 'token'), 'utf8')).trim();
  const ca = access.url.startsWith('https:')
    ? await readFile(join(access.serviceAccount, 'ca.crt'), 'utf8')
    : undefined;
  const path = `/api/v1/namespaces/${access.namespace}/secrets${name === undefined ? '' : `/${name}`}`;
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
