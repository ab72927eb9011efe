import { type Check, must, passed } from '../check';
import { objectOf } from '../exchange';

/** Errors as RFC 9457 has them, and caching of the catalogue (RFC 9110, 13). */
export const errors: Check = {
  mechanisms: { '2024': 'MIM1', current: 'MIM0' },
  level: 'SHOULD',
  component: 'Gateway',
  hint: 'Answer errors with application/problem+json, 429 with Retry-After, and If-None-Match with 304.',
  async run({ client, platform }) {
    for (const path of [`${platform.api}/entities`, new URL('/no-such-thing', platform.api).href]) {
      const answer = await client.ask(path);
      must(answer.status >= 400, `${path} answers ${answer.status} where an error was due.`, answer);
      const isProblem = (answer.headers['content-type'] ?? '').startsWith('application/problem+json');
      must(isProblem && objectOf(answer).title, `The error ${answer.status} is no problem document.`, answer);
    }
    const mute = client.busy.find(({ headers }) => headers['retry-after'] === undefined);
    must(!mute, 'Too many requests are refused without Retry-After.', mute);
    const asked = (etag?: string) =>
      client.ask(`${platform.portal}/catalog.ttl`, {
        headers: { accept: 'text/turtle', ...(etag !== undefined && { 'if-none-match': etag }) },
      });
    let { etag } = (await asked()).headers;
    let again = await asked(etag);
    must(etag, 'The catalogue has no ETag.', again);
    // One that changes now and then, as that of a city in use does, is asked again for what it is now.
    for (let times = 1; times < 3 && again.status === 200 && again.headers.etag !== etag; times++) {
      etag = again.headers.etag;
      again = await asked(etag);
    }
    const isOther = again.status === 200 && again.headers.etag !== etag;
    must(!isOther, 'The catalogue has another ETag each time it is asked for.', again);
    must(again.status === 304, `The unchanged catalogue answers ${again.status} in place of 304.`, again);
    const busy = client.busy.length;
    const said = busy > 0 ? `${busy} answers with 429 had Retry-After` : 'no request met a limit in this run';
    return passed(again, `Errors are problem documents; the unchanged catalogue answers 304; ${said}.`);
  },
};
