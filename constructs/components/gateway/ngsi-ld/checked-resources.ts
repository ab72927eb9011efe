import type { CheckedBody } from './lua/bodies';

/** A resource of the API whose requests or answers are read. */
export interface CheckedResource {
  /** Below the root of the API. */
  readonly path: string;
  /** What the body of a request is that has one. @default it is not read */
  readonly body?: CheckedBody;
  /**
   * Who does not see the tokens in answers to a GET: everyone, or everyone but their author, where the upstream knows
   * the author.
   * @default - there are none
   */
  readonly masked?: 'everyone' | 'others';
}

/** Everything that a client writes and the broker puts into SQL or calls, and everything that shows what others wrote. */
export const checkedResources: readonly CheckedResource[] = [
  { path: '/entityOperations/query', body: 'query' },
  { path: '/temporal/entityOperations/query', body: 'query' },
  { path: '/subscriptions', body: 'subscription', masked: 'others' },
  { path: '/csourceSubscriptions', body: 'subscription', masked: 'others' },
  { path: '/csourceRegistrations', masked: 'everyone' },
  { path: '/jsonldContexts', body: 'context' },
];
