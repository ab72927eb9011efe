import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { version } from '@pulumi/kubernetes/package.json';
import type * as messages from '@pulumi/pulumi/proto/provider_pb';
import type { KubernetesObject } from '../../cluster/platforms';
import { ApiServer, type Identity, Refusal } from './api-server';
import { bundled } from './bundled';
import { canonical } from './canonical';
import { changedPaths, pruned } from './changes';
import { ready } from './ready';
import { replacing } from './replacements';
import { holdsUnknown, marked, type Properties, plain, type Value } from './wire';

const proto: typeof messages = bundled('./proto/provider_pb');
const { PluginInfo } = bundled('./proto/plugin_pb');
const { Empty } = bundled('google-protobuf/google/protobuf/empty_pb');
const { Any } = bundled('google-protobuf/google/protobuf/any_pb');
const { Struct } = bundled('google-protobuf/google/protobuf/struct_pb');
const { Status } = bundled('./proto/status_pb');
const grpc = bundled('@grpc/grpc-js');

/** What a provider's method answers with a message for the engine. */
type Method = (request: never) => unknown;
type Callback = (error: object | null, answer?: unknown) => void;

/** Made, but not at work in time. The engine keeps it in its state, and tries again next time. */
class NotReady extends Error {
  constructor(
    readonly id: string,
    readonly properties: Properties,
    cause: Error,
  ) {
    super(`${id} was applied and is not ready: ${cause.message}`, { cause });
  }
}

const secondsToWait = 120;

/**
 * Creates, reads, changes and deletes any kind of Kubernetes object by server-side apply on the API server of the
 * kubeconfig that the option or KUBECONFIG names.
 * Where Pulumi's own provider of version 4.29 or newer decides, it decides as that does: an object that is there already
 * is no new one unless `upsertExistingObjects` says so, fields that others own, an earlier stack too, are not taken from
 * them unless `enablePatchForce` is set, ConfigMaps are replaced unless `enableConfigMapMutable` is set, and a preview asks the API server too. Names are never made up.
 */
export class KubernetesProvider {
  /** Set by `configure`, which the engine calls before all else that needs it. */
  #server!: ApiServer;
  #upsert = false;
  #mutable = false;
  #force = false;

  /** The methods of the service `pulumirpc.ResourceProvider`. */
  handlers(): Record<string, (call: { request: never }, done: Callback) => void> {
    const methods: Record<string, Method> = {
      getPluginInfo: () => new PluginInfo().setVersion(version),
      getSchema: () => new proto.GetSchemaResponse().setSchema(JSON.stringify({ name: 'kubernetes' })),
      checkConfig: (request: messages.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews()),
      diffConfig: (request: messages.DiffRequest) => this.#diffConfig(request),
      configure: (request: messages.ConfigureRequest) => this.#configure(request),
      check: (request: messages.CheckRequest) => this.#check(request),
      diff: (request: messages.DiffRequest) => this.#diff(request),
      create: (request: messages.CreateRequest) => this.#create(request),
      read: (request: messages.ReadRequest) => this.#read(request),
      update: (request: messages.UpdateRequest) => this.#update(request),
      delete: (request: messages.DeleteRequest) => this.#delete(request),
      cancel: () => new Empty(),
      attach: () => new Empty(),
    };
    return Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        ({ request }, done) => {
          Promise.resolve()
            .then(() => method(request))
            .then((answer) => done(null, answer))
            .catch((error) => done(refusal(error)));
        },
      ]),
    );
  }

  #configure(request: messages.ConfigureRequest): messages.ConfigureResponse {
    const args = plain(propertiesOf(request.getArgs()));
    const enabled = (option: string, variable: string) => String(args[option] ?? process.env[variable]) === 'true';
    this.#server = new ApiServer(String(args.kubeconfig ?? process.env.KUBECONFIG));
    this.#upsert = enabled('upsertExistingObjects', 'PULUMI_K8S_UPSERT_EXISTING_OBJECTS');
    this.#mutable = enabled('enableConfigMapMutable', 'PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE');
    this.#force = enabled('enablePatchForce', 'PULUMI_K8S_ENABLE_PATCH_FORCE');
    return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  #diffConfig(request: messages.DiffRequest): messages.DiffResponse {
    return difference(changedPaths(propertiesOf(request.getOldInputs()), propertiesOf(request.getNews())));
  }

  #check(request: messages.CheckRequest): messages.CheckResponse {
    const response = new proto.CheckResponse().setInputs(request.getNews());
    const { metadata } = propertiesOf(request.getNews());
    const name = (metadata as Properties | undefined)?.name;
    if (name !== undefined) return response;
    const failure = new proto.CheckFailure().setProperty('metadata.name').setReason('an object needs a name');
    return response.setFailuresList([failure]);
  }

  #diff(request: messages.DiffRequest): messages.DiffResponse {
    const before = plain(propertiesOf(request.getOldInputs()));
    const after = plain(propertiesOf(request.getNews()));
    const paths = changedPaths(canonical(before), canonical(after));
    const replaced = replacing(`${after.apiVersion}/${after.kind}`, paths, { configMaps: this.#mutable });
    return difference(paths)
      .setReplacesList(replaced)
      .setDeletebeforereplace(replaced.length > 0 && idOf(objectOf(before)) === idOf(objectOf(after)));
  }

  async #create(request: messages.CreateRequest): Promise<messages.CreateResponse> {
    const inputs = propertiesOf(request.getProperties());
    const preview = request.getPreview();
    const unjudged = () => new proto.CreateResponse().setProperties(request.getProperties());
    if (holdsUnknown(inputs)) return unjudged();
    const object = objectOf(plain(inputs));
    try {
      if (!this.#upsert && (await this.#server.find(object)) !== undefined) {
        // As with Pulumi's provider a preview does not say so.
        if (preview) return unjudged();
        throw new Refusal(409, `${object.kind} ${idOf(object)} already exists: see upsertExistingObjects`);
      }
      const manager = `pulumi-kubernetes-${randomBytes(4).toString('hex')}`;
      const force = preview || this.#force;
      const applied = await this.#server.apply(object, { dryRun: preview, force, manager });
      if (preview) return new proto.CreateResponse().setProperties(struct(state(applied, inputs, manager)));
      const live = await this.#ready(applied, inputs, manager, request.getTimeout());
      return new proto.CreateResponse().setId(idOf(live)).setProperties(struct(state(live, inputs, manager)));
    } catch (error) {
      // Its namespace or its kind comes with the same `up`.
      if (preview && error instanceof Refusal && error.status === 404) return unjudged();
      throw error;
    }
  }

  async #read(request: messages.ReadRequest): Promise<messages.ReadResponse> {
    const inputs = propertiesOf(request.getInputs());
    const [name, namespace] = request.getId().split('/').reverse();
    const [, apiVersion, kind] = /^kubernetes:(.+):(\w+)$/.exec(typeOf(request))!;
    const live = await this.#server.find({
      apiVersion: String(inputs.apiVersion ?? apiVersion!.replace(/^core\//, '')),
      kind: kind!,
      metadata: { name: name!, ...(namespace !== undefined && { namespace }) },
    });
    if (live === undefined) return new proto.ReadResponse();
    const kept = Object.keys(inputs).length === 0 ? {} : (pruned(value(live), plain(inputs)) as Properties);
    return new proto.ReadResponse()
      .setId(request.getId())
      .setInputs(struct(marked(kept, inputs)))
      .setProperties(struct(state(live, inputs, managerOf(request.getProperties()))));
  }

  async #update(request: messages.UpdateRequest): Promise<messages.UpdateResponse> {
    const inputs = propertiesOf(request.getNews());
    const preview = request.getPreview();
    if (holdsUnknown(inputs)) return new proto.UpdateResponse().setProperties(request.getNews());
    const manager = managerOf(request.getOlds());
    const options = { dryRun: preview, force: this.#force, manager };
    const applied = await this.#server.apply(objectOf(plain(inputs)), options);
    const live = preview ? applied : await this.#ready(applied, inputs, manager, request.getTimeout());
    return new proto.UpdateResponse().setProperties(struct(state(live, inputs, manager)));
  }

  async #delete(request: messages.DeleteRequest): Promise<unknown> {
    const object = objectOf(plain(propertiesOf(request.getProperties())));
    const end = Date.now() + (request.getTimeout() || secondsToWait) * 1000;
    if ((await this.#server.find(object)) === undefined) return new Empty();
    await this.#server.delete(object);
    while ((await this.#server.find(object)) !== undefined) {
      if (Date.now() > end) throw new Error(`${object.kind} ${idOf(object)} is still there`);
      await sleep(100);
    }
    return new Empty();
  }

  async #ready(
    applied: KubernetesObject,
    inputs: Properties,
    manager: string,
    timeout: number,
  ): Promise<KubernetesObject> {
    try {
      return await ready(this.#server, applied, timeout || secondsToWait);
    } catch (error) {
      throw new NotReady(idOf(applied), state(applied, inputs, manager), error as Error);
    }
  }
}

function difference(paths: string[]): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  return new proto.DiffResponse().setChanges(paths.length === 0 ? DIFF_NONE : DIFF_SOME).setDiffsList(paths);
}

/** `namespace/name`, or the name alone where there is no namespace. */
function idOf({ metadata: { name, namespace } }: Identity): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function objectOf(properties: Properties): KubernetesObject {
  return properties as unknown as KubernetesObject;
}

function value(object: KubernetesObject): Value {
  return object as unknown as Value;
}

/** Where the state has the name under which fields are owned: one for each life of a resource, as with Pulumi's provider. */
const fieldManager = '__fieldManager';

function managerOf(old: Parameters<typeof propertiesOf>[0]): string {
  return String(propertiesOf(old)[fieldManager] ?? 'pulumi-kubernetes');
}

/** What the engine keeps of an object. */
function state(live: KubernetesObject, inputs: Properties, manager: string): Properties {
  const { managedFields: _, ...metadata } = live.metadata as Record<string, unknown>;
  const kept = { ...(live as unknown as Properties), metadata: metadata as Properties, [fieldManager]: manager };
  return marked(kept, inputs);
}

function typeOf(request: messages.ReadRequest): string {
  return request.getType() || request.getUrn().split('::')[2]!.split('$').at(-1)!;
}

function propertiesOf(from: { toJavaScript(): unknown } | undefined): Properties {
  return (from?.toJavaScript() ?? {}) as Properties;
}

function struct(properties: Properties): ReturnType<messages.CreateResponse['getProperties']> {
  return Struct.fromJavaScript(properties);
}

/** An error as gRPC carries it; what was made all the same goes with it. */
function refusal(error: Error): object {
  if (!(error instanceof NotReady)) return { code: grpc.status.UNKNOWN, details: error.message };
  const made = new proto.ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(struct(error.properties))
    .setReasonsList([error.message]);
  const detail = new Any();
  detail.pack(made.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(error.message).setDetailsList([detail]);
  const metadata = new grpc.Metadata();
  metadata.add('grpc-status-details-bin', Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}
