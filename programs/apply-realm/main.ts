import { readFileSync } from 'node:fs';
import type { RealmRepresentation } from '../../constructs/components/identity/realm/representation';
import { AdminApi } from './admin-api';
import { applyRealm } from './apply-realm';
import { Misuse } from './errors';
import { type Credentials, jobSettings } from './job-settings';
import { oneLine } from './one-line';
import { substitute } from './substitute';
import { untilDeadline } from './until-deadline';

/**
 * Bring a Keycloak to the realm of a file; again and again, from any state.
 *
 * Environment: see {@link jobSettings}, and every variable that the file refers to as `${env:NAME}`.
 * Exit codes: 0 the realm is as the file says; 2 the file, a variable, the credentials or the rights are wrong, so
 * running again will not help; 1 anything else, such as a Keycloak that did not answer in time.
 */
async function main(): Promise<void> {
  const began = Date.now();
  const env = process.env;
  const settings = jobSettings(env);
  const [realm, secrets] = substitute<RealmRepresentation>(readRealm(settings.realmFile), env);
  hidden.push(...secrets, secretOf(settings.credentials));

  const api = new AdminApi(settings);
  let changes = 0;
  const log = (change: string) => {
    changes++;
    say(change);
  };
  await untilDeadline(settings.deadlineSeconds, () => applyRealm(api, realm, log), say);
  const outcome = changes === 0 ? 'unchanged' : `${changes} ${changes === 1 ? 'change' : 'changes'}`;
  say(`realm ${realm.realm}: ${outcome}, ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

const hidden: string[] = [];

function say(line: string): void {
  process.stdout.write(`${oneLine(line, hidden)}\n`);
}

function secretOf(credentials: Credentials): string {
  return 'clientSecret' in credentials ? credentials.clientSecret : credentials.password;
}

function readRealm(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Misuse(`cannot read ${path}: ${(error as Error).message}`);
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`apply-realm: ${oneLine(message, hidden)}\n`);
  process.exitCode = error instanceof Misuse ? 2 : 1;
});
