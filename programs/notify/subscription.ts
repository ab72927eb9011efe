import type { Receiver } from '../../constructs/spec/receiver';
import { isObject, type JsonObject } from '../shared/json-value';
import { idOnly, tryIdOf } from './id-pattern';
import { type Author, relayed, shownEndpoint } from './relayed-endpoint';

/** Members of a subscription (ETSI GS CIM 009, 5.2.12) and of one of context sources, as the core context names them. */
const members = new Set([
  ...['@context', 'id', 'type', 'subscriptionName', 'description', 'entities', 'watchedAttributes'],
  ...['notificationTrigger', 'timeInterval', 'q', 'geoQ', 'csf', 'isActive', 'notification', 'expiresAt', 'throttling'],
  ...['temporalQ', 'scopeQ', 'lang', 'datasetId', 'jsonldContext', 'localOnly', 'splitEntities'],
]);

/** Members that the broker tells of a subscription. */
const told = new Set([
  ...[
    'status',
    'timesSent',
    'timesFailed',
    'lastNotification',
    'lastFailure',
    'lastSuccess',
    'createdAt',
    'modifiedAt',
  ],
]);

/** Members of `notification` (5.2.14). */
const notificationMembers = new Set([
  ...['attributes', 'sysAttrs', 'format', 'endpoint', 'showChanges', 'join', 'joinLevel', 'pick', 'omit', 'onlyIds'],
]);

/** Whose subscription it is, and whom it may notify. */
export interface KeptOptions {
  /** Where the broker reaches the relay. */
  readonly relayUrl: string;
  readonly receivers: readonly Receiver[];
  readonly author: Author;
  /** Whether it is a new subscription, which needs a notification, or a change of one. */
  readonly isNew: boolean;
}

/**
 * A subscription as the broker keeps it, with the relay in place of the receiver. Only the members of a subscription pass,
 * under the names of the core context: another name for `endpoint` would be a way around the relay. What the broker itself
 * tells of a subscription is left out, so that one that was read can be written back.
 *
 * @param problem is told of everything that is wrong, with the member's name
 */
export function keptSubscription(
  subscription: JsonObject,
  { author, isNew, ...options }: KeptOptions,
  problem: (member: string, rule: string) => void,
): JsonObject {
  for (const name of Object.keys(subscription))
    if (!members.has(name) && !told.has(name)) problem(name, 'is no member of a subscription');
  const kept = { ...only(subscription, [members]), ...withEntities(subscription, byPattern) };
  const { notification, jsonldContext } = kept;
  if (
    jsonldContext !== undefined &&
    !(typeof jsonldContext === 'string' && /^https?:\/\/[^\s<>"]+$/.test(jsonldContext))
  )
    problem('jsonldContext', 'must be the URL of an @context');
  if (notification === undefined && !isNew) return kept;
  if (!isObject(notification)) {
    problem('notification', 'must be an object with an endpoint');
    return kept;
  }
  for (const name of Object.keys(notification))
    if (!notificationMembers.has(name) && !told.has(name))
      problem(`notification.${name}`, 'is no member of a notification');
  const endpoint = relayed(notification.endpoint, options, author, problem);
  return {
    ...kept,
    ...(isNew && { id: author.subscription }),
    notification: { ...only(notification, [notificationMembers]), endpoint },
  };
}

/** A subscription as a client sees it: what the broker gave back, with the receiver in place of the relay. */
export function shownSubscription(subscription: JsonObject, reader: string | undefined): JsonObject {
  const { notification, ...others } = {
    ...only(subscription, [members, told]),
    ...withEntities(subscription, byId),
  };
  if (!isObject(notification)) return others;
  const { endpoint, ...rest } = only(notification, [notificationMembers, told]);
  const shown = isObject(endpoint) ? { endpoint: shownEndpoint(endpoint, reader) } : {};
  return { ...others, notification: { ...rest, ...shown } };
}

function withEntities({ entities }: JsonObject, change: (entity: JsonObject) => JsonObject): JsonObject {
  return Array.isArray(entities) ? { entities: entities.map((item) => (isObject(item) ? change(item) : item)) } : {};
}

/** Scorpio 5.0.3 takes subscriptions to an id and never notifies of it (`EntityInfo.getId` is a list). Patterns work. */
function byPattern({ id, ...others }: JsonObject): JsonObject {
  return typeof id === 'string' && others.idPattern === undefined
    ? { ...others, idPattern: idOnly(id) }
    : { ...(id !== undefined && { id }), ...others };
}

function byId({ idPattern, ...others }: JsonObject): JsonObject {
  const id = typeof idPattern === 'string' ? tryIdOf(idPattern) : undefined;
  return { ...(id === undefined ? idPattern !== undefined && { idPattern } : { id }), ...others };
}

function only(object: JsonObject, names: readonly ReadonlySet<string>[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.some((known) => known.has(name))));
}
