import type { VerifiedPlatform } from '../constructs/components/verification/verified-platform';
import type { Client } from './client';
import { isPlainObject, objectOf } from './exchange';
import { VerifyError } from './verify-error';

/** A client of the platform's identity. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** An access token, and what it says. */
export interface Token {
  readonly value: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Realm roles. */
  readonly roles: readonly string[];
  readonly tenants: readonly string[];
}

/**
 * A token as it stands in a file.
 *
 * @throws VerifyError where it is no JSON Web Token
 */
export function tokenOf(text: string): Token {
  const value = text.trim();
  const [header, claims] = value.split('.').map(decoded);
  if (!header || !claims || value.split('.').length !== 3)
    throw new VerifyError(
      'The token is no JSON Web Token.',
      'Give the access token alone: three parts with dots between.',
    );
  const access = isPlainObject(claims.realm_access) ? claims.realm_access.roles : undefined;
  return { value, header, claims, roles: texts(access), tenants: texts(claims.tenants) };
}

/**
 * Asks the platform's identity for a token, as a client with a secret.
 *
 * @throws VerifyError where there is none
 */
export async function fetchToken(client: Client, { issuer }: VerifiedPlatform, own: ClientCredentials): Promise<Token> {
  const { redactor } = client.options;
  redactor.add(own.secret);
  redactor.add(encodeURIComponent(own.secret));
  const answer = await client.ask(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    form: { grant_type: 'client_credentials', client_id: own.id, client_secret: own.secret },
  });
  const { access_token: value, error } = objectOf(answer);
  if (typeof value !== 'string') {
    const why = typeof error === 'string' ? error : 'no token in the answer';
    throw new VerifyError(
      `${issuer} gave the client ${own.id} no token: ${answer.status}, ${why}.`,
      'Check the id and the secret of the client, and that it has a service account.',
    );
  }
  redactor.add(value);
  return tokenOf(value);
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
