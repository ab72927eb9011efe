import { type Check, must, passed } from '../check';
import { objectOf } from '../exchange';

/** Algorithms whose key is public and whose strength is beyond doubt (RFC 8725). */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** OpenID Connect discovery, and the token of the run itself. */
export const signIn: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Identity',
  hint: 'Let the realm announce itself, ask for PKCE (S256), and sign tokens that end within identity.accessTokenMinutes.',
  async run({ client, platform, token }) {
    const { issuer, accessTokenMinutes = 15 } = platform;
    const answer = await client.ask(`${issuer}/.well-known/openid-configuration`);
    const document = objectOf(answer);
    must(answer.status === 200, `Discovery answers ${answer.status}.`, answer);
    must(document.issuer === issuer, `Discovery names the issuer ${String(document.issuer)}.`, answer);
    const addresses = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].map((name) => String(document[name]));
    must(
      addresses.every((url) => url.startsWith('https://')),
      'Not all of its addresses are https.',
      answer,
    );
    const challenges = document.code_challenge_methods_supported;
    must(Array.isArray(challenges) && challenges.includes('S256'), 'Codes with PKCE (S256) are not offered.', answer);
    const keys = objectOf(await client.ask(String(document.jwks_uri))).keys;
    must(Array.isArray(keys) && keys.length > 0, 'There are no keys to check tokens with.', answer);
    if (!token) return passed(answer, 'Discovery answers, with PKCE; no token was looked at.');
    const { alg } = token.header;
    must(algorithms.includes(String(alg)), `Tokens are signed by ${String(alg)}.`, answer);
    const minutes = (Number(token.claims.exp) - Number(token.claims.iat)) / 60;
    const isShort = minutes > 0 && minutes <= accessTokenMinutes;
    must(isShort, `A token holds for ${minutes} minutes, more than ${accessTokenMinutes}.`, answer);
    return passed(answer, `Discovery answers, with PKCE; tokens are signed by ${alg} and hold for ${minutes} minutes.`);
  },
};
