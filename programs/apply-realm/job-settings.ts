import { Misuse } from './errors';

/** A login at Keycloak's admin API: a service account, or a person's name and password. */
export type Credentials =
  | { readonly clientId: string; readonly clientSecret: string }
  | { readonly username: string; readonly password: string };

export interface JobSettings {
  /** The realm's file. */
  readonly realmFile: string;
  /** Where the job reaches Keycloak, without a slash at its end. */
  readonly url: string;
  /** The realm that the credentials belong to. */
  readonly adminRealm: string;
  readonly credentials: Credentials;
  /** How long to go on while Keycloak does not answer. */
  readonly deadlineSeconds: number;
}

/**
 * From the environment:
 * - `REALM_FILE`, the realm as JSON;
 * - `KEYCLOAK_URL`, e.g. `http://identity:8080`;
 * - `KEYCLOAK_ADMIN_CLIENT_ID` and `KEYCLOAK_ADMIN_CLIENT_SECRET`, or
 *   `KEYCLOAK_ADMIN_USERNAME` and `KEYCLOAK_ADMIN_PASSWORD`;
 * - `KEYCLOAK_ADMIN_REALM`, `master` unless given;
 * - `DEADLINE_SECONDS`, 300 unless given.
 *
 * @throws Misuse naming what is missing.
 */
export function jobSettings(env: NodeJS.ProcessEnv): JobSettings {
  const realmFile = env.REALM_FILE;
  if (!realmFile) throw new Misuse('REALM_FILE must name the file of the realm');
  const url = env.KEYCLOAK_URL ?? '';
  if (!/^https?:\/\/./.test(url)) throw new Misuse('KEYCLOAK_URL must be an http or https URL');
  const deadlineSeconds = Number(env.DEADLINE_SECONDS ?? 300);
  if (!(deadlineSeconds >= 0)) throw new Misuse('DEADLINE_SECONDS must be a number of seconds');
  return {
    realmFile,
    url: url.replace(/\/+$/, ''),
    adminRealm: env.KEYCLOAK_ADMIN_REALM ?? 'master',
    credentials: credentials(env),
    deadlineSeconds,
  };
}

function credentials(env: NodeJS.ProcessEnv): Credentials {
  const clientId = env.KEYCLOAK_ADMIN_CLIENT_ID;
  const clientSecret = env.KEYCLOAK_ADMIN_CLIENT_SECRET;
  if (clientId && clientSecret) return { clientId, clientSecret };
  const username = env.KEYCLOAK_ADMIN_USERNAME;
  const password = env.KEYCLOAK_ADMIN_PASSWORD;
  if (username && password) return { username, password };
  throw new Misuse(
    'set KEYCLOAK_ADMIN_CLIENT_ID and KEYCLOAK_ADMIN_CLIENT_SECRET, or KEYCLOAK_ADMIN_USERNAME and KEYCLOAK_ADMIN_PASSWORD',
  );
}
