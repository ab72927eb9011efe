import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProblemDetails } from '../dcat-ap/answer';
import { bodyOf, NgsiLdError } from '../notify/http';
import { isObject, objectsOf } from '../shared/json-value';
import type { PublishingLoop } from './publisher';

/** Longest notification, in bytes: the broker tells of a batch of 1,000 entities at once. */
const longestBody = 32 * 1024 * 1024;

/**
 * Takes a notification of the broker, at the path `/<name of the dataset>`. Only ids are read of it: see `DatasetSync`.
 *
 * @throws ProblemDetails
 */
export async function takeNotification(
  publisher: Pick<PublishingLoop, 'notified' | 'forget'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST')
    throw new ProblemDetails(405, 'Method not allowed', 'Notifications are posted.', { allow: 'POST' });
  const notification = parsed((await bodyOf(request, longestBody).catch(asProblem)).toString());
  if (!isObject(notification)) throw new ProblemDetails(400, 'Bad request', 'A notification is a JSON object.');
  const ids = objectsOf(notification.data).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  const name = (request.url ?? '').slice(1);
  if (!publisher.notified(name, ids)) {
    const tenant = request.headers['ngsild-tenant'];
    await publisher.forget(typeof tenant === 'string' ? tenant : undefined, String(notification.subscriptionId));
  }
  response.writeHead(204).end();
}

function asProblem(error: unknown): never {
  if (!(error instanceof NgsiLdError)) throw error;
  // A body that was not read to its end would be taken for the next request.
  throw new ProblemDetails(error.status, 'Content too large', error.detail, { connection: 'close' });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemDetails(400, 'Bad request', 'The body is no JSON.');
  }
}
