import { type Check, must, passed } from '../check';

/** HTTPS, verbs and CORS of the public addresses. */
export const webAccess: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM0' },
  level: 'MUST',
  component: 'Gateway',
  hint: 'Publish https addresses alone, refuse verbs that HTTP does not have, and list the pages that may call in gateway.corsOrigins.',
  async run({ client, platform }) {
    const { api, portal, models, issuer, corsOrigins } = platform;
    const plain = [api, portal, models, issuer].filter((url) => !url.startsWith('https://'));
    const odd = await client.ask(`${api}/entities`, { method: 'PROPFIND' });
    must(plain.length === 0, `Not https: ${plain.join(', ')}.`, odd);
    must(odd.status >= 400 && odd.status < 500, `A verb that the API does not have answers ${odd.status}.`, odd);
    const preflight = (origin: string) =>
      client.ask(`${api}/entities`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
      });
    const allowed = 'access-control-allow-origin';
    const stranger = 'https://stranger.invalid';
    const foreign = await preflight(stranger);
    const open = corsOrigins?.includes('*') ?? false;
    must(
      open || foreign.headers[allowed] !== stranger,
      'A page that is not declared may read the answers of the API.',
      foreign,
    );
    must(
      !(foreign.headers[allowed] === '*' && foreign.headers['access-control-allow-credentials'] === 'true'),
      'Any page may read answers with the credentials of whoever looks at it.',
      foreign,
    );
    for (const origin of (corsOrigins ?? []).filter((one) => one !== '*')) {
      const answer = await preflight(origin);
      must(answer.headers[allowed] === origin, `The declared origin ${origin} is not let in.`, answer);
    }
    const said = corsOrigins?.length ? `${corsOrigins.length} declared origins are let in` : 'no origin is declared';
    return passed(foreign, `All addresses are https; an unknown verb answers ${odd.status}; ${said}, others are not.`);
  },
};
