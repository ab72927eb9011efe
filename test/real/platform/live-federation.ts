import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpec } from '../../../constructs/files/load-spec';
import { partOf } from '../../../constructs/platform/federation-part';
import type { City } from '../../../constructs/spec/city';
import type { Federation } from '../../../constructs/spec/federation';
import { certificateFor } from '../support/certificate';
import type { RunningPod } from '../support/rendered';
import type { PodAnswer } from '../support/rendered/call-pod';
import { standInOf } from '../support/rendered/stand-ins';
import { until } from '../support/wait';
import { LivePlatform } from './live-platform';
import { type PublicCall, publicCall } from './public-client';
import { RealmUsers } from './realm-users';

/** A city of a federation that runs: what an entity goes through from the gateway to the database. */
export interface LiveMember {
  readonly city: City;
  readonly platform: LivePlatform;
  broker: RunningPod;
  keycloak: RunningPod;
  gateway: RunningPod;
}

/**
 * Both platforms of `examples/turkiye`, as they are rendered, with databases, brokers, identities and gateways of their own,
 * and the federation's program on the platform of the host. Between the two lies an edge with TLS, which can be broken.
 */
export class LiveFederation {
  /** What the way to the other city does: it leads there, takes what is sent and answers nothing, or is not there. */
  edge: 'open' | 'silent' = 'open';
  host!: LiveMember;
  neighbour!: LiveMember;
  program!: RunningPod;
  users!: RealmUsers;
  #server!: Server;
  #leave: () => void = () => undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'federation-'));
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(readonly federation: Federation) {}

  static async start(): Promise<LiveFederation> {
    const spec = await loadSpec(join(__dirname, '../../../examples/turkiye/federation.yaml'));
    if (spec.kind !== 'federation') throw new Error('the example is no federation');
    const live = new LiveFederation(spec.federation);
    const [istanbul, izmir] = spec.federation.cities;
    live.host = await live.#startCity(izmir!);
    live.neighbour = await live.#startCity(istanbul!);
    await live.#openEdge();
    live.giveKey();
    live.program = await live.startProgram();
    live.users = new RealmUsers(live.host.platform, live.host.keycloak, live.host.gateway);
    await live.users.add({ id: 'reader', roles: ['viewer'], tenants: [] });
    const token = await live.users.token('reader');
    await until('the federation answers', async () => (await live.ask('/types', { token })).status === 200, 60);
    return live;
  }

  /** The neighbour's operator tells the host's the secret of the federation's client. */
  giveKey(key = this.#keyOfNeighbour()): void {
    this.host.platform.rendered.secrets.keep('federation-istanbul', 'password', key);
  }

  async startProgram(): Promise<RunningPod> {
    const { platform } = this.host;
    const { service } = platform.city.federatedQuery!;
    const { standIn } = standInOf(platform.rendered.pod(platform.nameOf(service)).main.image)!;
    const env = { ...standIn.env, NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt' };
    return platform.start(service, { standIn: { ...standIn, env } });
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
    this.#leave();
    this.#agent.destroy();
    this.#server?.closeAllConnections();
    this.#server?.close();
    for (const member of [this.host, this.neighbour]) await member?.platform.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #keyOfNeighbour(): string {
    const { platform } = this.neighbour;
    return platform.rendered.pod(platform.nameOf(platform.city.identity.realmJob)).main.env[keyVariable] ?? '';
  }

  async #startCity(city: City): Promise<LiveMember> {
    const platform = new LivePlatform(city, partOf(this.federation, city));
    const { city: parts } = platform;
    await platform.database.start();
    await platform.run(parts.database.setup);
    const keycloakStarts = platform.begin(parts.identity.service!);
    await platform.start(parts.registry.site);
    const { broker } = await platform.startBroker();
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    // The gateway looks for its upstreams' names when it starts, and seldom afterwards.
    if (parts.federatedQuery) platform.rendered.announce(platform.nameOf(parts.federatedQuery.service));
    const gateway = await platform.start(parts.gateway.service);
    const keycloak = await keycloakStarts;
    await keycloak.untilReady();
    await platform.run(parts.identity.realmJob);
    return { city, platform, broker, keycloak, gateway };
  }

  /** TLS for the neighbour's public hosts, and before it the neighbour's gateway, as its cluster's edge stands there. */
  async #openEdge(): Promise<void> {
    const files = certificateFor('api.istanbul.example,DNS:id.istanbul.example', this.#folder);
    const tls = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
    this.#server = createServer(tls, (incoming, outgoing) => {
      if (this.edge === 'silent') return;
      const { gateway } = this.neighbour;
      const onward = request(
        {
          host: gateway.address,
          port: gateway.pod.main.ports.http,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.7' },
          agent: this.#agent,
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
      incoming.pipe(onward);
    });
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    const { port } = this.#server.address() as AddressInfo;
    const { network } = this.host.platform.rendered;
    const leave = [
      await network.forward('api.istanbul.example', 443, port),
      await network.forward('id.istanbul.example', 443, port),
    ];
    this.#leave = () => {
      for (const end of leave) end();
    };
    this.host.platform.rendered.trust(files.authority);
  }
}

const keyVariable = 'CLIENT_FEDERATION_TURKIYE_SECRET';
