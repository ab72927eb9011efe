import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkOptions, type OptionKinds } from '../constructs/problems/check-options';
import { type Image, imageReference } from '../constructs/waist/images';
import { nameOf } from '../constructs/waist/names';
import { type Job, Primitive, type Secret, type Service } from '../constructs/waist/primitives';
import { mirrored } from '../constructs/waist/registry-mirrors';
import { kindOf, Target } from '../constructs/waist/target';
import type { KubernetesKind, Peers, SecretLiterals } from './kubernetes-kind';
import type { KubernetesKinds } from './kubernetes-kinds';
import type { EdgeOption, KubernetesOptions, PostgresOption, SecretsOption } from './kubernetes-options';
import { checkNames } from './private/check-names';
import type { Traffic } from './private/traffic';
import type { SecretKey } from './secret-key';

/** What renders, and with it the typed objects of Kubernetes: loaded for the first platform. It is a third of the time that importing takes otherwise. */
function rendering(): typeof import('./private/rendering') {
  return require('./private/rendering');
}

const optionKinds: OptionKinds<KubernetesOptions> = {
  platform: 'text',
  namespace: 'text',
  createNamespace: 'boolean',
  labels: 'mapping',
  imagePullSecrets: 'list',
  registryMirrors: 'mapping',
  storageClass: 'text',
  sharedStorageClass: 'text',
  savedStorageClass: 'text',
  secrets: 'mapping',
  rotation: 'number',
  postgres: 'mapping',
  objectStore: 'mapping',
  eventBus: 'mapping',
  edge: 'mapping',
  dns: 'mapping',
  apiServer: 'mapping',
  monitoringNamespace: 'text',
  prometheusRules: 'mapping',
  rerun: 'number',
  zones: 'number',
};

/**
 * Renders primitives as Kubernetes objects (cdk8s). `scope` is a Chart or below one; it gives the platform its name.
 * Clusters need Kubernetes 1.30 or newer.
 */
export class KubernetesTarget extends Target<SecretKey> {
  protected readonly kinds: KubernetesKinds = rendering().kubernetesKinds;
  /** Label `app.kubernetes.io/part-of` of everything. */
  readonly platform: string;
  /** Where generated passwords come from. */
  readonly secrets: SecretsOption;
  /** Who runs database servers. */
  readonly postgres: PostgresOption;
  /** How requests come in from outside. */
  readonly edge: EdgeOption;
  /** How often the generated passwords have been renewed. */
  readonly rotation: number;
  #traffic: Traffic | undefined;

  constructor(
    /** The chart, or a construct in one, that is rendered. */
    readonly scope: Construct,
    /** The options as they were given. */
    readonly options: KubernetesOptions = {},
  ) {
    checkOptions('KubernetesTarget', options, optionKinds);
    super();
    this.platform = options.platform ?? nameOf(scope);
    this.secrets = options.secrets ?? { kind: 'bootstrap' };
    this.postgres = options.postgres ?? { kind: 'cloudnative-pg' };
    this.edge = options.edge ?? { kind: 'ingress' };
    this.rotation = options.rotation ?? 0;
    if (!Number.isInteger(this.rotation) || this.rotation < 0 || this.rotation > 999) {
      throw new Error(`rotation is a whole number from 0 to 999, not ${this.rotation}`);
    }
    if (options.createNamespace && !this.namespace)
      throw new Error('createNamespace needs a namespace: of the options, or of the chart');
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

  /** Name of the objects of a primitive, and label of its pods: short enough for what is added to it. */
  nameOf(primitive: Primitive): string {
    const kind = this.#kindOf(primitive);
    const name = nameOf(primitive, kind.nameLength(primitive));
    return kind.objectName?.(name, primitive, this) ?? name;
  }

  /** Where pods pull an image from. */
  imageOf(image: Image): string {
    return mirrored(imageReference(image), this.options.registryMirrors);
  }

  /**
   * Name under which the ports of a primitive are reached.
   *
   * @throws when it has no ports.
   */
  override hostOf(primitive: Primitive): string {
    const host = this.#kindOf(primitive).host(primitive, this);
    if (host === undefined) throw new Error(`${primitive.node.path} has no port that anybody could reach`);
    return host;
  }

  override everyReplicaOf(service: Service): string {
    return rendering().replicasName(this.nameOf(service));
  }

  /** The Job object of a job that runs once; its name changes with what it runs. */
  objectOf(job: Job): ApiObject {
    this.rendered(job);
    return job.node.defaultChild as ApiObject;
  }

  /** The primitive as a network policy names it. */
  peersOf(primitive: Primitive): Peers {
    return this.#kindOf(primitive).peers(primitive, this);
  }

  /** Whether the objects of a primitive stay when the platform is taken away. */
  keeps(primitive: Primitive): boolean {
    return this.#kindOf(primitive).kept(primitive, this);
  }

  /** What a secret holds besides its value, for the primitive that it belongs to. */
  literalsOf(secret: Secret): SecretLiterals {
    const owner = secret.node.scope;
    return (Primitive.isPrimitive(owner) && this.#kindOf(owner).literals?.(owner, secret, this)) || {};
  }

  #kindOf(primitive: Primitive): KubernetesKind<Primitive> {
    return kindOf(this.kinds, primitive);
  }

  protected override begin(root: Construct): void {
    const { renderPlatform, Traffic } = rendering();
    checkNames(this, root);
    this.#traffic = new Traffic(this, root);
    renderPlatform(this, new Construct(this.scope, 'Kubernetes'), root);
  }

  override render(root: Construct): void {
    super.render(root);
    rendering().renderAlarms(this, this.scope.node.findChild('Kubernetes') as Construct, root);
    const others = this.scope.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
    // First in the output, so that it can be applied as one file and no pod starts before the policy that refuses.
    const foundation = rendering().renderFoundation(this, this.scope.node.findChild('Kubernetes') as Construct, root);
    for (const other of others) other.node.addDependency(...foundation);
  }
}
