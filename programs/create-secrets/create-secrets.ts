import type { Environment } from '../shared/environment';
import { isObject } from '../shared/json-value';
import { type ApiAnswer, type KubernetesAccess, kubernetesAccess, kubernetesApi } from '../shared/kubernetes-api';
import type { Log } from '../shared/log';
import { FinalError, retry } from '../shared/retry';
import { randomValue } from './random-value';
import { parseSecretSpecs, type SecretSpec } from './secret-spec';

const secrets = 'api/v1 secrets';

/** What `create-secrets` is told. */
export interface CreateSecretsConfig {
  readonly secrets: readonly SecretSpec[];
  readonly access: KubernetesAccess;
  readonly deadline: number;
  /** First pause between attempts, in milliseconds. @default 500 */
  readonly pause?: number;
}

/** From the environment: `SECRETS` as JSON, the access to the API server, and `DEADLINE_SECONDS`. */
export function createSecretsConfig(environment: Environment): CreateSecretsConfig {
  const access = kubernetesAccess(environment);
  return {
    secrets: environment.json('SECRETS', parseSecretSpecs),
    access,
    deadline: environment.deadline(),
  };
}

/**
 * Makes every Secret exist with a random value under each of its keys. A key that exists keeps its value, so a second
 * run changes nothing. Needs the rights to create, get and patch Secrets.
 */
export async function createSecrets(
  { secrets: specs, access, deadline, pause = 500 }: CreateSecretsConfig,
  log: Log,
): Promise<void> {
  for (const spec of specs) {
    const made = await retry(`Secret ${spec.name}`, { deadline, pause, log }, () => ensureSecret(access, spec));
    log(`Secret ${spec.name}: ${made.length > 0 ? 'made' : 'unchanged'}`, { keys: made });
  }
}

/** @returns the keys made */
async function ensureSecret(access: KubernetesAccess, spec: SecretSpec): Promise<readonly string[]> {
  const found = await kubernetesApi(access, secrets, 'GET', spec.name);
  if (found.status === 404) return createSecret(access, spec);
  expectStatus(found, 200);
  return addMissing(access, spec, found);
}

async function createSecret(access: KubernetesAccess, spec: SecretSpec): Promise<readonly string[]> {
  const data = missingData(spec, {});
  expectStatus(
    await kubernetesApi(access, secrets, 'POST', undefined, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: spec.name, labels: spec.labels },
      type: spec.type,
      data,
    }),
    201,
  );
  return Object.keys(data);
}

async function addMissing(
  access: KubernetesAccess,
  spec: SecretSpec,
  { object }: ApiAnswer,
): Promise<readonly string[]> {
  if (object.type !== spec.type) throw new FinalError(`Secret ${spec.name} exists with another type than ${spec.type}`);
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const labels = isObject(metadata.labels) ? metadata.labels : {};
  const data = missingData(spec, isObject(object.data) ? object.data : {});
  const labelled = Object.entries(spec.labels).every(([name, value]) => labels[name] === value);
  if (labelled && Object.keys(data).length === 0) return [];
  // With its version the patch is refused if another run has written meanwhile, whose values must stay.
  const patch = { metadata: { resourceVersion: metadata.resourceVersion, labels: spec.labels }, data };
  expectStatus(await kubernetesApi(access, secrets, 'PATCH', spec.name, patch), 200);
  return Object.keys(data);
}

/** Values for the keys that are not there yet, in base64. */
function missingData(spec: SecretSpec, existing: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const values = spec.keys.map(({ key, length, alphabet }) => [key, () => randomValue(length, alphabet)] as const);
  const { username } = spec;
  const all = username === undefined ? values : [['username', () => username] as const, ...values];
  return Object.fromEntries(
    all
      .filter(([key]) => !Object.hasOwn(existing, key))
      .map(([key, make]) => [key, Buffer.from(make()).toString('base64')]),
  );
}

/** The API server's message is left out of errors: it can repeat what it was sent. */
function expectStatus({ status, object }: ApiAnswer, expected: number): void {
  if (status === expected) return;
  const reason = `the API server answered ${status} ${typeof object.reason === 'string' ? object.reason : ''}`.trim();
  if (status === 400 || status === 422) throw new FinalError(reason);
  throw new Error(reason);
}
