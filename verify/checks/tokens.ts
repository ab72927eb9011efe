import { type Check, must, passed } from '../check';
import type { Token } from '../token';

/** An id that nothing has, so that a deletion that is let through deletes nothing. */
const nothing = '/entities/urn:ngsi-ld:CitykitVerification:nothing-at-all';

/** Who is refused: strangers, other roles and tokens that are none. Nothing is written, whatever the platform lets through. */
export const tokens: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Gateway',
  needs: ['token'],
  hint: 'Let the gateway check signature, issuer, audience and role of every token before it passes a request on.',
  async run({ api, client, platform, token, tenant }) {
    must(token, 'There is no token.');
    const { redactor } = client.options;
    const shown = await api(nothing, { method: 'DELETE', token: null });
    must(shown.status === 401, `A stranger's deletion answers ${shown.status}.`, shown);
    const bad = {
      'without a signature': unsigned(token),
      'with a changed signature': forged(token),
      'that is no token': 'x.y.z',
    };
    for (const [says, value] of Object.entries(bad)) {
      redactor.add(value);
      const answer = await api('/types', { token: value });
      must(answer.status === 401, `A token ${says} is answered with ${answer.status}.`, answer);
    }
    const query = await client.ask(`${platform.api}/types?access_token=${token.value}`, {
      headers: tenant === undefined ? {} : { 'NGSILD-Tenant': tenant },
    });
    must(
      query.status === 401 || query.status === 400,
      `A token in the address is answered with ${query.status}.`,
      query,
    );
    const beyond = beyondRole(token);
    if (!beyond)
      return passed(
        shown,
        'Strangers and bad tokens are refused. The token may do everything, so no wrong role was tried.',
      );
    const refused = await api(beyond, { method: 'DELETE' });
    must(refused.status === 403, `What the token's role may not do is answered with ${refused.status}.`, refused);
    return passed(refused, 'Strangers, bad tokens, a token in the address and a wrong role are refused.');
  },
};

/** A deletion of nothing that the token's role is not enough for. */
function beyondRole({ roles }: Token): string | undefined {
  if (roles.includes('operator')) return undefined;
  return roles.includes('editor') ? '/csourceRegistrations/urn:ngsi-ld:CitykitVerification:nothing' : nothing;
}

function unsigned({ claims }: Token): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

function forged({ value }: Token): string {
  const [header = '', claims = '', signature = ''] = value.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${header}.${claims}.${bytes.toString('base64url')}`;
}
