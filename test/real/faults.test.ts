import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { nameOf } from '../../constructs/waist/names';
import { LivePlatform } from './platform/live-platform';
import { publicCall } from './platform/public-client';
import { RealmUsers } from './platform/realm-users';
import { Writer } from './platform/writer';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

describeRendered(
  ['postgres', 'scorpio', 'keycloak', 'envoy', 'java', 'apicurio'],
  'While clients write through the gateway',
  () => {
    let platform: LivePlatform;
    let broker: RunningPod;
    let keycloak: RunningPod;
    let gateway: RunningPod;
    let api = '';
    let token = '';
    /** An entity that is in the history. */
    let withHistory = '';
    /** Entities that the broker made just before it was killed. */
    let justMade: string[] = [];
    const tenant = 'parking';

    beforeAll(async () => {
      platform = new LivePlatform('small-town');
      const { city } = platform;
      await platform.database.start();
      await platform.run(city.database.setup);
      keycloak = await platform.begin(city.identity.service!);
      broker = (await platform.startBroker()).broker;
      await platform.run(platform.job('broker', 'Tenants'));
      await platform.run(platform.job('broker', 'Triggers'));
      await keycloak.untilReady();
      await platform.run(city.identity.realmJob);
      gateway = await platform.start(city.gateway.service);
      const users = new RealmUsers(platform, keycloak, gateway);
      // Longer than the slowest machine takes for all of this.
      await users.add({ id: 'writer', roles: ['editor'], tenants: [tenant], lifespan: 3600 });
      token = await users.token('writer');
      api = `https://${city.gateway.hostName('api')}/ngsi-ld/v1`;
    });
    afterAll(() => platform.stop());

    const ask = (path: string, more: object = {}) => publicCall(gateway, `${api}${path}`, { token, tenant, ...more });
    const write = (id: string) => ask('/entities', { method: 'POST', json: { id, type: 'Written' } });
    const works = async () => (await write(`urn:ngsi-ld:Probe:${Date.now()}`)).status === 201;

    /** Ids that the broker does not know. */
    async function missing(ids: readonly string[]): Promise<string[]> {
      const lost: string[] = [];
      for (const id of ids) if ((await ask(`/entities/${id}`)).status !== 200) lost.push(id);
      return lost;
    }

    /** What clients saw while something was away, and that nothing they were told is lost. */
    async function survive(prefix: string, fault: (writer: Writer) => Promise<void>, clients = 4) {
      const writer = new Writer(prefix, write, clients);
      await until('writes are acknowledged', () => writer.acknowledged.length >= 20);
      const began = Date.now();
      await fault(writer);
      const ended = Date.now();
      await until('writes are acknowledged again', works);
      const before = writer.acknowledged.length;
      await until('so are the writer’s', () => writer.acknowledged.length >= before + 10);
      await writer.end();
      expect(await missing(writer.acknowledged)).toEqual([]);
      return { writer, during: writer.since(began + 200).filter((one) => one.began < ended - 200) };
    }

    test('what changes without a pause has its history while it goes on', async () => {
      // An entity without attributes has no history: Scorpio answers 500 when it is asked for one.
      const lit = { type: 'Property', value: true };
      const change = (id: string) => ask('/entities', { method: 'POST', json: { id, type: 'Written', lit } });
      const writer = new Writer('history', change, 1);
      try {
        await until('writes are acknowledged', () => writer.acknowledged.length > 0);
        const recorded = async () => (await ask(`/temporal/entities/${writer.acknowledged[0]}`)).status === 200;
        // The broker begins with it some time after its start.
        await until('the first has a history', recorded);
        const before = writer.acknowledged.length;
        await until('writes go on', () => writer.acknowledged.length > before + 10);
        withHistory = writer.acknowledged[0]!;
      } finally {
        await writer.end();
      }
    });

    test('a killed broker loses nothing that it acknowledged, and the gateway says 503 at once until it is back', async () => {
      let gone = 0;
      let back = 0;
      const { writer, during } = await survive('broker', async ({ acknowledged }) => {
        await broker.stop('SIGKILL');
        gone = Date.now();
        justMade = acknowledged.slice(-10);
        await sleep(12_000);
        back = Date.now();
        broker = await platform.start(platform.city.broker.service);
      });
      // The last ones are waited for until the broker is there again. A cluster leads nobody to a pod that is not ready; here a
      // request may reach it while it starts, which it answers with an error of its own.
      const failed = during.filter(({ status }) => status !== 201);
      expect(
        failed.filter(({ status, began }) => status !== 503 && (began < back || !(Number(status) >= 500))),
      ).toEqual([]);
      // While nobody has the address: two attempts to connect. A broker that has just come back may be slow.
      const refused = writer.since(gone).filter(({ status, began }) => status === 503 && began < back - 5000);
      expect(refused.length).toBeGreaterThan(0);
      expect(Math.max(...refused.map(({ milliseconds }) => milliseconds))).toBeLessThan(10_000);
      proof('Context broker', 'kubernetes', 'faulted');
    });

    test('a killed PostgreSQL loses nothing that was acknowledged, and the broker finds it again by itself', async () => {
      const { writer } = await survive('postgres', async () => {
        await platform.database.stop('SIGKILL');
        await sleep(3000);
        await platform.database.start();
      });
      expect(broker.alive()).toBe(true);
      expect(writer.attempts.some(({ status }) => status !== 201)).toBe(true);
      proof(
        'Database',
        'kubernetes',
        'faulted',
        'killed while clients wrote; a failover to another server is the operator’s',
      );
      proof('Database', 'kubernetes', 'restarted');
    });

    test('a killed registry loses no schema that it acknowledged', async () => {
      const { registry: service } = platform.city.registry;
      let registry = await platform.start(service);
      const group = '/apis/registry/v3/groups/written/artifacts';
      const content = { content: '{}', contentType: 'application/json' };
      const publish = (artifactId: string) =>
        registry.call(group, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ artifactId, artifactType: 'JSON', firstVersion: { content } }),
        });
      const writer = new Writer('registry', publish);
      await until('schemas are acknowledged', () => writer.acknowledged.length >= 20);
      await registry.stop('SIGKILL');
      registry = await platform.start(service);
      const before = writer.acknowledged.length;
      await until('schemas are acknowledged again', () => writer.acknowledged.length >= before + 10);
      await writer.end();
      const lost: string[] = [];
      for (const id of writer.acknowledged) {
        const { status } = await registry.call(`${group}/${encodeURIComponent(id)}`);
        if (status !== 200) lost.push(`${id}: ${status}`);
      }
      expect(lost).toEqual([]);
      await registry.stop();
      proof('Data model registry', 'kubernetes', 'faulted');
      proof('Data model registry', 'kubernetes', 'restarted');
    });

    test('a change of what lost its history with a broker is recorded, and so are all others', async () => {
      const changed = [withHistory, ...justMade];
      const seen = { type: 'Property', value: true };
      for (const id of changed) {
        expect((await ask(`/entities/${id}/attrs`, { method: 'POST', json: { seen } })).status).toBe(204);
      }
      const without = async () => {
        const answers = await Promise.all(changed.map((id) => ask(`/temporal/entities/${id}?attrs=seen`)));
        return answers.filter(({ text }) => !text.includes('"seen"')).length;
      };
      await until('each has its history', async () => (await without()) === 0);
    });

    test('a killed Keycloak stops nobody who has a token', async () => {
      const { during } = await survive(
        'keycloak',
        async () => {
          await keycloak.stop('SIGKILL');
          // Longer than the gateway keeps the signing keys before it asks for them again.
          await sleep(65_000);
        },
        1,
      );
      expect(during.length).toBeGreaterThan(100);
      expect(during.filter(({ status }) => status !== 201)).toEqual([]);
      keycloak = await platform.start(platform.city.identity.service!);
      const issuer = new URL(platform.city.identity.issuer);
      const path = `${issuer.pathname}/protocol/openid-connect/certs`;
      expect((await publicCall(gateway, `${issuer.origin}${path}`)).status).toBe(200);
      proof('Identity', 'kubernetes', 'faulted');
    });

    test('a killed gateway loses nothing that was acknowledged through it', async () => {
      const old = gateway;
      await survive('gateway', async () => {
        await old.stop('SIGKILL');
        await sleep(2000);
        gateway = await platform.start(platform.city.gateway.service);
      });
      expect([old.alive(), gateway.alive()]).toEqual([false, true]);
    });

    test('a rollout with a changed configuration loses no request', async () => {
      const files = `${nameOf(platform.city.gateway.service)}-files`;
      const map = (
        platform.objects as { kind: string; metadata: { name: string }; data: Record<string, string> }[]
      ).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === files);
      for (const [key, text] of Object.entries(map?.data ?? {})) {
        map!.data[key] = text.replace('"stat_prefix": "gateway"', '"stat_prefix": "changed"');
      }
      const old = gateway;
      const load = new KeepAliveLoad([old], api, { token, tenant });
      await until('requests are answered', () => load.statuses.get(200) !== undefined && load.statuses.get(200)! > 50);
      const next = await platform.start(platform.city.gateway.service, { as: 'next-gateway' });
      load.targets = [old, next];
      await sleep(1000);
      // The endpoint goes, and clients hear of it only when the old replica drains already.
      const stopping = old.stop('SIGTERM');
      await until('the old replica is not ready', async () => !(await old.isReady()));
      expect(await old.isLive()).toBe(true);
      await sleep(2000);
      load.targets = [next];
      await stopping;
      gateway = next;
      await load.end();
      expect(old.exitCode()).toBe(0);
      expect(Object.fromEntries(load.statuses)).toEqual({ 200: load.sent });
      expect(load.sent).toBeGreaterThan(200);
      proof('Gateway', 'kubernetes', 'faulted');
      proof('Gateway', 'kubernetes', 'restarted', 'It keeps nothing.', 'n/a');
    });
  },
);

/** Clients with connections of their own, which they keep as long as the gateway lets them. */
class KeepAliveLoad {
  readonly statuses = new Map<number | string, number>();
  sent = 0;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #clients: Promise<void>[];
  #ended = false;

  constructor(
    public targets: readonly RunningPod[],
    private readonly api: string,
    private readonly bearer: { readonly token: string; readonly tenant: string },
  ) {
    this.#clients = Array.from({ length: 6 }, async (_, client) => {
      for (let count = client; !this.#ended; count++) {
        const target = this.targets[count % this.targets.length]!;
        this.sent += 1;
        const status = await this.#ask(target).catch((error: Error) => error.message);
        this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
        await sleep(60);
      }
    });
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  #ask(target: RunningPod): Promise<number> {
    const { host, pathname } = new URL(this.api);
    const headers = {
      host,
      accept: 'application/json',
      authorization: `Bearer ${this.bearer.token}`,
      'NGSILD-Tenant': this.bearer.tenant,
      'x-forwarded-proto': 'https',
    };
    return new Promise((resolve, reject) => {
      const path = `${pathname}/entities?type=Written&limit=1`;
      request(
        { agent: this.#agent, host: target.address, port: target.pod.main.ports.http, path, headers },
        (answer) => {
          answer.resume();
          answer.on('error', reject);
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        },
      )
        .on('error', reject)
        .end();
    });
  }
}
