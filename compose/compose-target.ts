import type { Construct } from 'constructs';
import { checkOptions, type OptionKinds } from '../constructs/problems/check-options';
import { type Image, imageReference } from '../constructs/waist/images';
import { nameOf, nameWithin } from '../constructs/waist/names';
import type { Primitive, Service, Value } from '../constructs/waist/primitives';
import { mirrored } from '../constructs/waist/registry-mirrors';
import { kindOf, Target } from '../constructs/waist/target';
import type { ComposeFile, EdgeNotes } from './compose-file';
import type { ComposeKind, ComposeRendered } from './compose-kind';
import { type ComposeKinds, composeKinds } from './compose-kinds';
import type { ComposeOptions } from './compose-options';
import type { ComposeService } from './compose-service';
import { Networks } from './private/networks';
import { renderVolumeOwners } from './private/volume-owners';
import { literal, placeOf, type SecretVariable } from './secret-variable';

const optionKinds: OptionKinds<ComposeOptions> = {
  project: 'text',
  address: 'text',
  httpsPort: 'number',
  httpPort: 'number',
  certificate: ['local', 'own'],
  rotation: 'number',
  registryMirrors: 'mapping',
};

/** Who may write to a named volume. */
interface VolumeUse {
  /** Seeded volumes have the owner that the image gave the folder. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly scope: Construct;
}

/**
 * Renders primitives as one Compose file with the files that it mounts. `scope` gives the project its name. The engine is
 * Docker 20.10 or newer with Compose 2.20, or Podman with such a Compose.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/spec.md
 */
export class ComposeTarget extends Target<SecretVariable, ComposeRendered<Primitive>> {
  protected readonly kinds: ComposeKinds = composeKinds;
  /** Name of the Compose project. */
  readonly project: string;
  /** Address of this machine that answers. */
  readonly address: string;
  /** Port for HTTPS. */
  readonly httpsPort: number;
  /** Port that sends who comes over HTTP to HTTPS, if any. */
  readonly httpPort: number | undefined;
  readonly #services = new Map<string, ComposeService>();
  readonly #volumes = new Map<string, VolumeUse>();
  readonly #files = new Map<string, string>();
  readonly #secrets = new Map<string, number>();
  readonly #given = new Set<string>();
  readonly #names = new Map<string, Primitive>();
  #networks: Networks | undefined;
  #edge: EdgeNotes | undefined;

  constructor(
    /** What is rendered. */
    readonly scope: Construct,
    /** The options as they were given. */
    readonly options: ComposeOptions = {},
  ) {
    checkOptions('ComposeTarget', options, optionKinds);
    super();
    this.project = options.project ?? nameOf(scope);
    this.address = options.address ?? '127.0.0.1';
    this.httpsPort = options.httpsPort ?? 443;
    this.httpPort = options.httpPort ?? (this.httpsPort === 443 ? 80 : undefined);
    const { rotation = 0 } = options;
    if (!Number.isInteger(rotation) || rotation < 0 || rotation > 999)
      throw new Error(`rotation is a whole number from 0 to 999, not ${rotation}`);
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(this.project))
      throw new Error(`a Compose project is called by small letters, digits, _ and -, not '${this.project}'`);
  }

  /** Which networks lead to whom. Known while rendering. */
  get networks(): Networks {
    if (!this.#networks) throw new Error('networks are known while rendering only');
    return this.#networks;
  }

  /** Name of a primitive in the project: `broker-tenants`. The project's own name stands before it where Docker lists it. */
  nameOf(primitive: Primitive): string {
    return nameWithin(this.scope, primitive);
  }

  override hostOf(service: Service): string {
    return this.nameOf(service);
  }

  /** What the kind of a primitive says. */
  kindOf<P extends Primitive>(primitive: P): ComposeKind<P> {
    return kindOf(this.kinds, primitive);
  }

  /** Where the engine pulls an image from. */
  imageOf(image: Image): string {
    return mirrored(imageReference(image), this.options.registryMirrors);
  }

  /** A value as a Compose file holds it: secrets as variables of `.env`. */
  textOf(value: Value): string {
    return this.resolve(value)
      .map((part) => (typeof part === 'string' ? literal(part) : placeOf(part)))
      .join('');
  }

  /** Adds a service to the file. */
  addService(service: ComposeService): void {
    this.#services.set(service.name, service);
  }

  /** Adds a named volume, which `owner` may write to; without one, who the folder of the image belongs to. */
  addVolume(name: string, use: VolumeUse): void {
    this.#volumes.set(name, use);
  }

  /** Owner of a named volume, once who writes to it is known. */
  ownVolume(name: string, owner: NonNullable<VolumeUse['owner']>): void {
    const use = this.#volumes.get(name);
    if (use) this.#volumes.set(name, { ...use, owner });
  }

  /** Adds a file beside the Compose file. */
  addFile(path: string, content: string): void {
    this.#files.set(path, content);
  }

  /** Adds a password to make; without a length, one that somebody else keeps. */
  addSecret(variable: string, length?: number): void {
    if (length === undefined) this.#given.add(variable);
    else this.#secrets.set(variable, length);
  }

  /** Says how the platform is reached. */
  setEdge(edge: EdgeNotes): void {
    this.#edge = edge;
  }

  /** The files beside the Compose file that it mounts: content by path. */
  get files(): ReadonlyMap<string, string> {
    return this.#files;
  }

  /** Every service, in the order in which they start. */
  get services(): readonly ComposeService[] {
    return [...this.#services.values()];
  }

  /** The Compose file. */
  get file(): ComposeFile {
    const sorted = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> =>
      Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
    return {
      name: this.project,
      'x-citykit': {
        secrets: sorted(this.#secrets),
        given: [...this.#given].sort(),
        ...(this.#edge && { edge: this.#edge }),
      },
      services: Object.fromEntries(this.services.map(({ name, definition }) => [name, definition])),
      networks: this.networks.definitions,
      volumes: sorted(
        [...this.#volumes].map(([name, { scope }]) => [name, { labels: { 'citykit.path': scope.node.path } }]),
      ),
    };
  }

  protected override begin(root: Construct): void {
    this.#networks = new Networks(this, root);
  }

  protected override finish(primitive: Primitive, { keeps }: ComposeRendered<Primitive>): void {
    const name = this.nameOf(primitive);
    const other = this.#names.get(name);
    if (other) throw new Error(`${other.node.path} and ${primitive.node.path} are both called ${name}: change one id`);
    this.#names.set(name, primitive);
    if (primitive.holdsData && keeps.length === 0 && primitive.kind !== 'Secret')
      throw new Error(
        `${primitive.node.path} holds data, and its kind '${primitive.kind}' names no volume that is kept`,
      );
  }

  override render(root: Construct): void {
    super.render(root);
    renderVolumeOwners(
      this,
      [...this.#volumes].flatMap(([name, { owner }]) => (owner ? [{ name, ...owner }] : [])),
    );
  }
}
