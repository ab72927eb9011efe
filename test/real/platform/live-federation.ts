import { join } from 'node:path';
import { loadSpec } from '../../../constructs/files/load-spec';
import type { Federation } from '../../../constructs/spec/federation';
import type { RunningPod } from '../support/rendered';
import type { PodAnswer } from '../support/rendered/call-pod';
import { until } from '../support/wait';
import { exampleCity } from './live-city';
import { type Extent, LiveMember } from './live-member';
import { NeighbourEdge } from './neighbour-edge';
import { type PublicCall, publicCall } from './public-client';
import { RealmUsers } from './realm-users';

/**
 * Both platforms of `examples/turkiye`, as they are rendered, with databases, brokers, identities and gateways of their own,
 * and the federation's program on the platform of the host. Between the two lies an edge with TLS, which can be broken.
 */
export class LiveFederation {
  /** Between the host and the other city. */
  edge!: NeighbourEdge;
  host!: LiveMember;
  neighbour!: LiveMember;
  program!: RunningPod;
  users!: RealmUsers;

  private constructor(readonly federation: Federation) {}

  static async start(extent: Extent = 'api'): Promise<LiveFederation> {
    const spec = await loadSpec(join(__dirname, '../../../examples/turkiye/federation.yaml'));
    if (spec.kind !== 'federation') throw new Error('the example is no federation');
    const live = new LiveFederation({
      ...spec.federation,
      cities: spec.federation.cities.map(({ name }) => exampleCity(name)),
    });
    const [istanbul, izmir] = live.federation.cities;
    live.host = await new LiveMember(izmir!, live.federation, extent).start();
    live.neighbour = await new LiveMember(istanbul!, live.federation, extent).start();
    live.edge = await NeighbourEdge.open(
      ['api', 'id', 'data'].map((label) => `${label}.istanbul.example`),
      () => live.neighbour.gateway,
      live.host.platform.rendered,
    );
    live.giveKey();
    live.program = await live.startProgram();
    live.users = new RealmUsers(live.host.platform, live.host.keycloak, live.host.gateway);
    await live.users.add({ id: 'reader', roles: ['viewer'], tenants: [] });
    const token = await live.users.token('reader');
    await until('the federation answers', async () => (await live.ask('/types', { token })).status === 200);
    return live;
  }

  /** The neighbour's operator tells the host's the secret of the federation's client. */
  giveKey(key = this.#keyOfNeighbour()): void {
    this.host.platform.rendered.secrets.keep('federation-istanbul', 'password', key);
  }

  startProgram(): Promise<RunningPod> {
    const { platform } = this.host;
    return platform.startTrusting(platform.city.federatedQuery!.service);
  }

  /** Asks the federation, by way of the host's gateway. */
  ask(path: string, call: PublicCall = {}): Promise<PodAnswer> {
    return publicCall(this.host.gateway, `https://federation.izmir.example/ngsi-ld/v1${path}`, call);
  }

  /** Has a city's own broker take entities. */
  async write({ broker, platform }: LiveMember, tenant: string, entities: readonly object[]): Promise<void> {
    const context = [platform.city.registry.contextUrl];
    for (let from = 0; from < entities.length; from += 500) {
      const body = entities.slice(from, from + 500).map((entity) => ({ ...entity, '@context': context }));
      const { status, text } = await broker.call('/ngsi-ld/v1/entityOperations/upsert', {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': tenant },
        body: JSON.stringify(body),
      });
      if (status >= 300) throw new Error(`the broker answered ${status}: ${text.slice(0, 500)}`);
    }
  }

  /** A new key for the federation's client, in the neighbour's own identity. */
  async changeKey(): Promise<void> {
    const { platform } = this.neighbour;
    platform.rendered.rotate(platform.nameOf(platform.city.identity.realmJob), keyVariable);
    await platform.run(platform.city.identity.realmJob);
  }

  async stop(): Promise<void> {
    this.edge?.close();
    for (const member of [this.host, this.neighbour]) await member?.platform.stop();
  }

  #keyOfNeighbour(): string {
    const { platform } = this.neighbour;
    return platform.rendered.pod(platform.nameOf(platform.city.identity.realmJob)).main.env[keyVariable] ?? '';
  }
}

const keyVariable = 'CLIENT_FEDERATION_TURKIYE_SECRET';
