import { readFileSync } from 'node:fs';
import type { RealmRepresentation } from '../../constructs/components/identity/realm/representation';
import type { Environment } from '../shared/environment';
import type { Log } from '../shared/log';
import { retry } from '../shared/retry';
import { AdminApi, type Credentials } from './admin-api';
import { applyRealm } from './apply-realm';
import { substitute } from './substitute';
import { turnPasswordOver } from './turn-password-over';

/** What `apply-realm` is told. */
export interface ApplyRealmConfig {
  readonly realm: RealmRepresentation;
  /** Where the job reaches Keycloak, without a slash at its end. */
  readonly url: string;
  /** The realm that the credentials belong to. */
  readonly adminRealm: string;
  readonly credentials: Credentials;
  /** What the administrator's password was before it was rotated, if the server may know that one only. */
  readonly previousPassword?: string;
  readonly deadline: number;
  /** Everything that stands in the realm's file by the name of a variable, and the credentials. */
  readonly secrets: readonly string[];
  /** First pause between attempts, in milliseconds. @default 500 */
  readonly pause?: number;
}

/**
 * From the environment:
 * - `REALM_FILE`, the realm as JSON, and every variable that it refers to as `${env:NAME}`;
 * - `KEYCLOAK_URL`, such as `http://identity:8080`;
 * - `KEYCLOAK_ADMIN_CLIENT_ID` and `KEYCLOAK_ADMIN_CLIENT_SECRET`, or `KEYCLOAK_ADMIN_USERNAME` and
 *   `KEYCLOAK_ADMIN_PASSWORD`, and after a rotation `KEYCLOAK_ADMIN_PREVIOUS_PASSWORD`;
 * - `KEYCLOAK_ADMIN_REALM`, `master` unless given;
 * - `DEADLINE_SECONDS`, 300 unless given.
 */
export function applyRealmConfig(environment: Environment): ApplyRealmConfig {
  const credentials = credentialsOf(environment);
  const previousPassword = environment.raw('KEYCLOAK_ADMIN_PREVIOUS_PASSWORD');
  const [realm, used] = substitute<RealmRepresentation>(readRealm(environment), environment);
  return {
    realm,
    url: environment.url('KEYCLOAK_URL'),
    adminRealm: environment.text('KEYCLOAK_ADMIN_REALM', 'master'),
    credentials,
    ...(previousPassword && { previousPassword }),
    deadline: environment.deadline(),
    secrets: [
      ...used,
      'clientSecret' in credentials ? credentials.clientSecret : credentials.password,
      ...(previousPassword ? [previousPassword] : []),
    ],
  };
}

/** Brings a Keycloak to the realm; again and again, from any state. */
export async function bringAbout(config: ApplyRealmConfig, log: Log): Promise<void> {
  const { realm, deadline, pause = 500 } = config;
  const began = Date.now();
  const api = new AdminApi(config);
  let changes = 0;
  // After a passing fault the whole again, which finds what is done already.
  const changed = (change: string) => {
    changes++;
    log(change);
  };
  await retry(`realm ${realm.realm}`, { deadline, log, pause }, async () => {
    await turnPasswordOver(config, changed);
    await applyRealm(api, realm, changed);
  });
  const outcome = changes === 0 ? 'unchanged' : `${changes} ${changes === 1 ? 'change' : 'changes'}`;
  log(`realm ${realm.realm}: ${outcome}`, { seconds: Math.round((Date.now() - began) / 100) / 10 });
}

function readRealm(environment: Environment): unknown {
  const file = environment.text('REALM_FILE');
  if (file === '') return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // The parser's message would show a piece of the file.
    environment.problem('REALM_FILE', error instanceof SyntaxError ? 'must name a file of JSON' : 'cannot be read');
    return {};
  }
}

function credentialsOf(environment: Environment): Credentials {
  const clientId = environment.optional('KEYCLOAK_ADMIN_CLIENT_ID');
  const clientSecret = environment.raw('KEYCLOAK_ADMIN_CLIENT_SECRET');
  if (clientId && clientSecret) return { clientId, clientSecret };
  const username = environment.optional('KEYCLOAK_ADMIN_USERNAME');
  const password = environment.raw('KEYCLOAK_ADMIN_PASSWORD');
  if (username && password) return { username, password };
  environment.problem(
    'KEYCLOAK_ADMIN_CLIENT_ID',
    'and KEYCLOAK_ADMIN_CLIENT_SECRET must be set, or KEYCLOAK_ADMIN_USERNAME and KEYCLOAK_ADMIN_PASSWORD',
  );
  return { username: '', password: '' };
}
