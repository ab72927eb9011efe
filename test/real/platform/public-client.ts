import type { OutgoingHttpHeaders } from 'node:http';
import type { RunningPod } from '../support/rendered';
import type { PodAnswer } from '../support/rendered/call-pod';

export interface PublicCall {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly tenant?: string | undefined;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly contentType?: string;
}

let client = 0;

/**
 * One request to a public host, as an edge in front of the gateway passes it on. Each comes from a client address of its
 * own, and waits where the gateway has too many requests.
 */
export async function publicCall(gateway: RunningPod, url: string, call: PublicCall = {}): Promise<PodAnswer> {
  const { host, pathname, search } = new URL(url);
  const { method = 'GET', token, tenant, headers, json, contentType = 'application/json' } = call;
  client += 1;
  for (;;) {
    const answer = await gateway.call(`${pathname}${search}`, {
      method,
      headers: {
        host,
        accept: 'application/json',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': `198.51.${(client >> 8) % 256}.${client % 256}`,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(tenant !== undefined && { 'NGSILD-Tenant': tenant }),
        ...(json !== undefined && { 'content-type': contentType }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Whether the gateway itself gave the answer: its problems carry the id of the audit trail. */
export function isByGateway({ headers, text }: PodAnswer): boolean {
  return headers['content-type'] === 'application/problem+json' && text.includes('"requestId"');
}
