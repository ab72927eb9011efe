import type { Receiver } from '../../constructs/spec/receiver';
import { isObject, type JsonObject } from '../shared/json-value';
import { tryAddressCheck } from './receivers';

/** What the broker notifies in place of a receiver: the path of the relay. */
export const relayPath = '/notify';

/** Longest time that a receiver may be given by its subscription, in milliseconds. */
const longestTimeout = 30_000;

/** A receiver, and for whom and how it is notified: everything that the relay has to know of a subscription. */
export interface Destination {
  /** Id of the subscription. */
  readonly subscription: string;
  /** @default - the default tenant */
  readonly tenant?: string;
  readonly uri: URL;
  /** Subject of the token that wrote the endpoint. @default - nobody's: shown to nobody */
  readonly owner?: string;
  /** For one attempt, in milliseconds. @default - the relay's own */
  readonly timeout?: number;
  /** `MQTT-Version` and `MQTT-QoS`, as ETSI GS CIM 009 (7.2) has them. */
  readonly notifierInfo?: Readonly<Record<string, string | number>>;
}

/** Headers that tell where a message ends or which connection it is on: not a receiver's to choose. */
const framing = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'via', 'ngsild-tenant', 'content-type', 'link', 'accept'],
]);

const accepted = ['application/json', 'application/ld+json', 'application/geo+json'];
const versions = ['mqtt3.1.1', 'mqtt5.0'];

/** Who writes a subscription. */
export interface Author {
  readonly subscription: string;
  readonly tenant?: string | undefined;
  readonly owner?: string | undefined;
}

/**
 * An endpoint as the broker keeps it: the relay's address with the receiver as its query, which the broker neither reads nor
 * needs to. It lasts as long as the subscription, through restarts of both, and is taken apart by {@link tryDestination}.
 *
 * @param relayUrl where the broker reaches the relay
 * @param problem is told of everything that is wrong, with the member's name
 */
export function relayed(
  endpoint: unknown,
  { relayUrl, receivers }: { readonly relayUrl: string; readonly receivers: readonly Receiver[] },
  { subscription, tenant, owner }: Author,
  problem: (member: string, rule: string) => void,
): JsonObject {
  if (!isObject(endpoint)) {
    problem('notification.endpoint', 'must be an object with a uri');
    return {};
  }
  const { uri, accept, receiverInfo, notifierInfo, timeout, ...others } = endpoint;
  const at = (member: string, rule: string) => problem(`notification.endpoint.${member}`, rule);
  for (const name of Object.keys(others))
    at(name, 'is not known here: there are uri, accept, receiverInfo, notifierInfo, timeout');
  const url = checkedUri(uri, receivers, at);
  if (accept !== undefined && !accepted.includes(accept as string))
    at('accept', `must be one of ${accepted.join(', ')}`);
  checkReceiverInfo(receiverInfo, at);
  checkNotifierInfo(notifierInfo, at);
  if (timeout !== undefined && !(Number.isInteger(timeout) && Number(timeout) > 0 && Number(timeout) <= longestTimeout))
    at('timeout', `must be a whole number of milliseconds up to ${longestTimeout}`);
  const query = new URLSearchParams({
    subscription,
    ...(tenant !== undefined && { tenant }),
    uri: url?.href ?? '',
    ...(owner !== undefined && { owner }),
    ...(timeout !== undefined && { timeout: String(timeout) }),
    ...(notifierInfo !== undefined && { notifierInfo: JSON.stringify(notifierInfo) }),
  });
  return {
    uri: `${relayUrl}${relayPath}?${query}`,
    ...(accept !== undefined && { accept }),
    ...(receiverInfo !== undefined && { receiverInfo }),
  };
}

type NoteMember = (member: string, rule: string) => void;

function checkedUri(uri: unknown, receivers: readonly Receiver[], note: NoteMember): URL | undefined {
  if (typeof uri !== 'string' || uri.length > 2000 || !URL.canParse(uri)) {
    note('uri', 'must be a URL of at most 2000 characters');
    return undefined;
  }
  const url = new URL(uri);
  const isMqtt = /^mqtts?:$/.test(url.protocol);
  if (url.hash !== '') note('uri', 'must have no fragment');
  if (!isMqtt && url.username + url.password !== '')
    note('uri', 'must have no user: send an Authorization by receiverInfo');
  if (isMqtt && !isTopic(url)) note('uri', 'must have the topic as its path, without wildcards');
  const isAllowed = tryAddressCheck(url, receivers) !== undefined;
  if (!isAllowed) note('uri', 'is none of the receivers that the city allows (broker.notifications of its spec)');
  return url;
}

/** The topic of an MQTT URL: its path without the first slash. */
export function topicOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.replace(/^\//, ''));
  } catch {
    return '';
  }
}

function isTopic(url: URL): boolean {
  const topic = topicOf(url);
  return topic !== '' && !/[#+\0]/.test(topic) && url.search === '';
}

function checkReceiverInfo(value: unknown, note: NoteMember): void {
  if (value === undefined) return;
  if (!Array.isArray(value) || value.length > 20) {
    note('receiverInfo', 'must be a list of at most 20 headers');
    return;
  }
  for (const item of value) {
    const { key, value: text, ...others } = isObject(item) ? item : {};
    const isHeader =
      typeof key === 'string' &&
      /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(key) &&
      typeof text === 'string' &&
      /^[\x20-\x7e]{0,4000}$/.test(text) &&
      Object.keys(others).length === 0;
    if (!isHeader) note('receiverInfo', 'must hold {key, value}: the name of a header and a text of ASCII');
    else if (framing.has(key.toLowerCase())) note('receiverInfo', `must not set ${key}`);
  }
}

function checkNotifierInfo(value: unknown, note: NoteMember): void {
  if (value === undefined) return;
  const { 'MQTT-Version': version, 'MQTT-QoS': qos, ...others } = isObject(value) ? value : { none: value };
  if (Object.keys(others).length > 0) note('notifierInfo', 'must hold MQTT-Version and MQTT-QoS alone');
  if (version !== undefined && !versions.includes(version as string))
    note('notifierInfo', `MQTT-Version must be one of ${versions.join(', ')}`);
  if (qos !== undefined && ![0, 1, 2].includes(qos as number)) note('notifierInfo', 'MQTT-QoS must be 0, 1 or 2');
}

/** The destination that {@link relayed} has put into a URL, or into its path and query. */
export function tryDestination(text: string): Destination | undefined {
  if (!URL.canParse(text, 'http://relay')) return undefined;
  const { pathname, searchParams } = new URL(text, 'http://relay');
  const uri = searchParams.get('uri') ?? '';
  const subscription = searchParams.get('subscription');
  if (pathname !== relayPath || subscription === null || !URL.canParse(uri)) return undefined;
  const [tenant, owner, timeout, notifierInfo] = ['tenant', 'owner', 'timeout', 'notifierInfo'].map((name) =>
    searchParams.get(name),
  );
  return {
    subscription,
    uri: new URL(uri),
    ...(tenant && { tenant }),
    ...(owner && { owner }),
    ...(timeout && { timeout: Number(timeout) }),
    ...(notifierInfo && { notifierInfo: JSON.parse(notifierInfo) }),
  };
}

/**
 * The endpoint of a subscription as a client sees it. Receiver headers, and what of the URL can be a secret (user, path,
 * query), are shown to who wrote them alone.
 */
export function shownEndpoint(endpoint: JsonObject, reader: string | undefined): JsonObject {
  const { uri, accept, receiverInfo } = endpoint;
  const destination = typeof uri === 'string' ? tryDestination(uri) : undefined;
  if (destination === undefined) return {};
  const own = reader !== undefined && destination.owner === reader;
  return {
    uri: own ? destination.uri.href : withoutSecrets(destination.uri),
    ...(accept !== undefined && { accept }),
    ...(own && receiverInfo !== undefined && { receiverInfo }),
    ...(destination.notifierInfo && { notifierInfo: destination.notifierInfo }),
    ...(destination.timeout !== undefined && { timeout: destination.timeout }),
  };
}

/** Scheme and host of a URL: chat services have the secret of a webhook in its path. */
export function withoutSecrets(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.pathname = '/';
  shown.search = '';
  return shown.href;
}
