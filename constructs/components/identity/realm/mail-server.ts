import type { RealmSmtp } from '../realm-model';
import { environmentReference } from './environment-reference';

/** Keycloak's `smtpServer`: every value is a string. */
export function mailServer({ host, port, from, tls, credentials }: RealmSmtp): Readonly<Record<string, string>> {
  return {
    host,
    port: String(port),
    from,
    starttls: String(tls === 'starttls'),
    ssl: String(tls === 'implicit'),
    auth: String(credentials !== undefined),
    ...(credentials === undefined
      ? {}
      : { user: environmentReference(credentials.userEnv), password: environmentReference(credentials.passwordEnv) }),
  };
}
