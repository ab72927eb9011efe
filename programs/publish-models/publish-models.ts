import type { Environment } from '../shared/environment';
import { type HttpResponse, isPassing, send } from '../shared/http';
import { textMap } from '../shared/json-value';
import type { Log } from '../shared/log';
import { FinalError, retry } from '../shared/retry';
import { contentHash, type ModelArtifact, readModels } from './model-files';

/** What `publish-models` is told. */
export interface PublishModelsConfig {
  /** The registry's URL, before `/apis`. */
  readonly registryUrl: string;
  readonly modelsDir: string;
  readonly group: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly deadline: number;
  /** First pause between attempts, in milliseconds. @default 500 */
  readonly pause?: number;
}

/** From the environment, with every problem of it at once. */
export function publishModelsConfig(environment: Environment): PublishModelsConfig {
  const group = environment.text('GROUP', 'data-models');
  if (!/^[A-Za-z0-9._-]{1,512}$/.test(group)) environment.problem('GROUP', 'must be letters, digits, ., _ and -');
  return {
    registryUrl: environment.url('REGISTRY_URL'),
    modelsDir: environment.text('MODELS_DIR'),
    group,
    labels: environment.json('LABELS', textMap, '{}'),
    deadline: environment.deadline(),
  };
}

/**
 * Registers every model of the folder with an Apicurio Registry (API v3). A model whose latest version has the same
 * content is left alone, so a second run changes nothing; one that changed, or changed back, gets a new version.
 */
export async function publishModels(config: PublishModelsConfig, log: Log): Promise<void> {
  const { deadline, pause = 500 } = config;
  const artifacts = await readModels(config.modelsDir);
  for (const artifact of artifacts) {
    const done = await retry(`model ${artifact.id}`, { deadline, pause, log }, () => publish(config, artifact));
    log(`model ${artifact.id}: ${done}`, { sha256: contentHash(artifact.content) });
  }
}

type Outcome = 'unchanged' | 'new version' | 'registered';

async function publish(config: PublishModelsConfig, artifact: ModelArtifact): Promise<Outcome> {
  const group = `${config.registryUrl}/apis/registry/v3/groups/${config.group}/artifacts`;
  const versions = `${group}/${encodeURIComponent(artifact.id)}/versions`;
  const latest = await send(`${versions}/branch=latest/content`);
  if (latest.status === 404) {
    await post(`${group}?ifExists=FIND_OR_CREATE_VERSION`, registration(config, artifact));
    return 'registered';
  }
  expectGood(latest, 'GET');
  if (contentHash(latest.body) === contentHash(artifact.content)) return 'unchanged';
  await post(versions, firstVersion(artifact));
  return 'new version';
}

const registration = (config: PublishModelsConfig, artifact: ModelArtifact) => ({
  artifactId: artifact.id,
  artifactType: 'JSON',
  name: artifact.name,
  ...(artifact.description !== undefined && { description: artifact.description }),
  labels: { ...config.labels, ...artifact.labels },
  firstVersion: firstVersion(artifact),
});

const firstVersion = ({ content }: ModelArtifact) => ({
  content: { content, contentType: 'application/json' },
  labels: { sha256: contentHash(content) },
});

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  expectGood(await send(url, { method: 'POST', headers, body: JSON.stringify(body) }), 'POST');
}

function expectGood({ status }: HttpResponse, method: string): void {
  if (status === 200 || status === 201) return;
  const reason = `the registry answered ${status} to ${method}`;
  throw isPassing(status) || status === 409 ? new Error(reason) : new FinalError(reason);
}
