import { partOf } from '../../../constructs/platform/federation-part';
import type { City } from '../../../constructs/spec/city';
import type { Federation } from '../../../constructs/spec/federation';
import type { Job, Service } from '../../../constructs/waist/primitives';
import type { RunningPod } from '../support/rendered';
import { LivePlatform } from './live-platform';

/** `api`: what an entity goes through from the gateway to the database. `whole`: portal, publisher, places, devices and verification too. */
export type Extent = 'api' | 'whole';

/** A city of a federation that runs, as it is rendered. */
export class LiveMember {
  readonly platform: LivePlatform;
  broker!: RunningPod;
  keycloak!: RunningPod;
  gateway!: RunningPod;
  site!: RunningPod;
  /** Undefined where only the API runs. */
  devices: RunningPod | undefined;

  constructor(
    readonly city: City,
    federation: Federation,
    private readonly extent: Extent,
  ) {
    this.platform = new LivePlatform(city, partOf(federation, city));
  }

  /** For the first time: jobs are run, each where its turn is. */
  async start(): Promise<this> {
    await this.#up((job) => this.platform.run(job));
    return this;
  }

  /** After it was killed, on what its databases and volumes have. */
  async startAgain(): Promise<void> {
    await this.#up(async () => undefined);
  }

  async #up(run: (job: Job) => Promise<unknown>): Promise<void> {
    const { platform, extent } = this;
    const { database, identity, federatedQuery, verification, gateway } = platform.city;
    await platform.database.start();
    await run(database.setup);
    const keycloakStarts = platform.begin(identity.service!);
    await Promise.all([this.#startApi(run), extent === 'whole' && this.#startPortal(run)]);
    // The gateway looks for its upstreams' names when it starts, and seldom afterwards.
    for (const later of [federatedQuery, verification])
      if (later) platform.rendered.announce(platform.nameOf(later.service));
    this.gateway = await platform.start(gateway.service);
    this.keycloak = await keycloakStarts;
    await this.keycloak.untilReady();
    await run(identity.realmJob);
    if (extent === 'whole') await platform.start(verification!.service);
  }

  async #startApi(run: (job: Job) => Promise<unknown>): Promise<void> {
    const { platform } = this;
    this.site = await platform.start(platform.city.registry.site);
    this.broker = (await platform.startBroker()).broker;
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await run(platform.job('broker', job));
  }

  async #startPortal(run: (job: Job) => Promise<unknown>): Promise<void> {
    const { platform } = this;
    const { portal, publisher, features, devices } = platform.city;
    for (const id of ['Cache', 'Search']) await platform.start(portal!.node.findChild(id) as Service);
    await run(platform.job('portal', 'Setup'));
    await platform.start(portal!.service);
    await platform.start(portal!.catalogue!);
    await platform.start(publisher!.service);
    await platform.start(features!.service);
    this.devices = await platform.start(devices!.service);
  }
}
