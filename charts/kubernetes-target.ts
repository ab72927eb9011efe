import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { nameOf } from '../constructs/waist/names';
import { EventBus, PostgresServer, type Primitive, type Service } from '../constructs/waist/primitives';
import { type Renderers, Target } from '../constructs/waist/target';
import { renderCache } from './cache';
import { renderEdge } from './edge';
import { renderEventBus } from './event-bus';
import { renderJob } from './job';
import type { EdgeOption, KubernetesOptions, PostgresOption, SecretsOption } from './kubernetes-options';
import { renderPostgresServer } from './postgres-server';
import { checkNames } from './private/check-names';
import { bootstrapHost, nameOfPrimitive } from './private/names';
import { renderFoundation, renderPlatform } from './private/platform';
import { Traffic } from './private/traffic';
import { renderSecret } from './secret';
import type { SecretKey } from './secret-key';
import { renderService } from './service';
import { renderVolume } from './volume';

const renderers: Renderers<KubernetesTarget, SecretKey> = {
  Service: renderService,
  Job: renderJob,
  PostgresServer: renderPostgresServer,
  Cache: renderCache,
  EventBus: renderEventBus,
  Volume: renderVolume,
  Secret: renderSecret,
  Edge: renderEdge,
};

/**
 * Renders primitives as Kubernetes objects (cdk8s). `scope` is a Chart or below one; it gives the platform its name.
 * Clusters need Kubernetes 1.30 or newer.
 */
export class KubernetesTarget extends Target<SecretKey> {
  protected readonly renderers = renderers;
  readonly platform: string;
  readonly secrets: SecretsOption;
  readonly postgres: PostgresOption;
  readonly edge: EdgeOption;
  #traffic: Traffic | undefined;

  constructor(
    readonly scope: Construct,
    readonly options: KubernetesOptions = {},
  ) {
    super();
    this.platform = options.platform ?? nameOf(scope);
    this.secrets = options.secrets ?? { kind: 'bootstrap' };
    this.postgres = options.postgres ?? { kind: 'cloudnative-pg' };
    this.edge = options.edge ?? { kind: 'ingress' };
    if (options.createNamespace && !this.namespace) throw new Error('createNamespace needs a namespace');
  }

  /** Namespace of every object, where it is known. */
  get namespace(): string | undefined {
    return this.options.namespace ?? Chart.of(this.scope).namespace;
  }

  /** Who may talk to whom. Known while rendering. */
  get traffic(): Traffic {
    if (!this.#traffic) throw new Error('traffic is known while rendering only');
    return this.#traffic;
  }

  override hostOf(service: Service): string {
    return nameOf(service);
  }

  /** Name under which any primitive with a port is reached. */
  hostOfPeer(peer: Primitive): string {
    if (peer instanceof EventBus) return bootstrapHost(peer);
    return peer instanceof PostgresServer ? this.resolvePublic(peer.endpoint.host) : nameOfPrimitive(peer);
  }

  override render(root: Construct): void {
    checkNames(root);
    this.#traffic = new Traffic(this, root);
    const scope = new Construct(this.scope, 'Kubernetes');
    renderPlatform(this, scope, root);
    super.render(root);
    const others = this.scope.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
    // First in the output, so that it can be applied as one file and no pod starts before the policy that refuses.
    const foundation = renderFoundation(this, scope);
    for (const other of others) other.node.addDependency(...foundation);
  }
}
