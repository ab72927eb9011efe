import { modelChanges } from '../../constructs/models/diff/model-changes';
import { modelOfSchema } from '../../constructs/models/diff/published-schema';
import type { Environment } from '../shared/environment';
import { type HttpResponse, isPassing, send } from '../shared/http';
import { isObject, textMap } from '../shared/json-value';
import type { Log } from '../shared/log';
import { FinalError, reasonOf, retry } from '../shared/retry';
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
 * content is left alone, so a second run changes nothing, and one that was ended goes on where it was; one that changed, or
 * changed back, gets a new version.
 *
 * Whether a change breaks readers or writers is for the kit's own comparison to say: the registry answers 500 for the draft
 * that the schemas are in once its COMPATIBILITY rule is on, and takes every model for closed. A breaking change is refused
 * unless the version of the model rose. What is final for one model does not hold up the others.
 *
 * @throws FinalError with every model that is not registered as it should be
 */
export async function publishModels(config: PublishModelsConfig, log: Log): Promise<void> {
  const { deadline, pause = 500 } = config;
  const artifacts = await readModels(config.modelsDir);
  const failed: string[] = [];
  for (const artifact of artifacts) {
    try {
      const done = await retry(`model ${artifact.id}`, { deadline, pause, log }, () => publish(config, artifact));
      log(`model ${artifact.id}: ${done}`, { sha256: contentHash(artifact.content) });
    } catch (error) {
      // After the deadline nothing else has time either.
      if (!(error instanceof FinalError)) throw error;
      failed.push(artifact.id);
      log(`model ${artifact.id}: refused`, { reason: reasonOf(error) });
    }
  }
  if (failed.length > 0) throw new FinalError(`not registered: ${failed.join(', ')}`);
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
  const broken = breakingChanges(latest.body, artifact.content);
  if (broken.length > 0) {
    const { body, ...metadata } = await send(`${versions}/branch=latest`);
    expectGood({ body, ...metadata }, 'GET');
    if (artifact.version <= versionIn(body)) {
      throw new FinalError(`it breaks who reads or writes it, and its version did not rise: ${broken.join(' ')}`);
    }
  }
  await post(versions, firstVersion(artifact));
  return 'new version';
}

/** What breaks, in sentences; nothing for what is no schema of a model. */
function breakingChanges(before: string, now: string): string[] {
  const [old, young] = [before, now].map((text) => modelOfSchema(parsed(text)));
  if (!old || !young) return [];
  return modelChanges(old, young)
    .filter(({ breaks }) => breaks.length > 0)
    .map(({ attribute = young.type, text }) => `${attribute}: ${text}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The version of the model that the registry's latest version was labelled with; those without a label are the first. */
function versionIn(metadata: string): number {
  const value = parsed(metadata);
  const labels = isObject(value) && isObject(value.labels) ? value.labels : {};
  return Number(labels.modelVersion ?? 1);
}

const registration = (config: PublishModelsConfig, artifact: ModelArtifact) => ({
  artifactId: artifact.id,
  artifactType: 'JSON',
  name: artifact.name,
  ...(artifact.description !== undefined && { description: artifact.description }),
  labels: { ...config.labels, ...artifact.labels },
  firstVersion: firstVersion(artifact),
});

const firstVersion = ({ content, version }: ModelArtifact) => ({
  content: { content, contentType: 'application/json' },
  labels: { sha256: contentHash(content), ...(version > 1 && { modelVersion: String(version) }) },
});

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  expectGood(await send(url, { method: 'POST', headers, body: JSON.stringify(body) }), 'POST');
}

function expectGood({ status, body }: HttpResponse, method: string): void {
  if (status === 200 || status === 201) return;
  const reason = `the registry answered ${status} to ${method}`;
  const passing = status === 409 || (isPassing(status) && !isFinal(status, body));
  throw passing ? new Error(reason) : new FinalError(reason);
}

/** Of a document that it cannot judge the registry says 500, and will say so whenever it is asked. */
function isFinal(status: number, body: string): boolean {
  return status === 500 && /could not determine (the )?version/i.test(body);
}
