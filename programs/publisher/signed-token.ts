import { createHmac } from 'node:crypto';

/**
 * An API token as CKAN makes them (ckan/lib/api_token.py): a JSON Web Token (RFC 7519) with the id of a row of its table
 * `api_token`, signed with HS256.
 *
 * @param key CKAN's `api_token.jwt.encode.secret`, without `string:`
 */
export function signedToken(id: string, key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ jti: id })}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}
