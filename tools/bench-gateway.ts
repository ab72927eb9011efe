import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthKubernetes } from '../charts/synth';
import { parseCity } from '../constructs/spec/city';
import { nameOf } from '../constructs/waist/names';
import { freePort } from '../test/real/support/free-port';
import { Rendered, type RunningPod } from '../test/real/support/rendered';
import { RenderedDatabase } from '../test/real/support/rendered/database';
import { stopAll } from '../test/real/support/running';
import { Signer } from '../test/real/support/tokens';
import { bareGateway } from './bench/bare-gateway';
import { type Figures, measure, median } from './bench/load';

/**
 * `npm run bench:gateway`: the rendered gateway (tokens, roles, tenants, limits, audit trail) against an Envoy that only
 * forwards, before the same Scorpio, by turns, with the same requests. Prints a Markdown table; exits with 1 below the
 * target. Measured are the requests of a city's day in equal parts, and, to show the worst case, the cheapest one alone.
 */
const rounds = Number(process.env.ROUNDS ?? 8);
const seconds = Number(process.env.SECONDS ?? 5);
const connections = Number(process.env.CONNECTIONS ?? 8);
const target = { throughput: 0.9, p99: 2 };

async function main(): Promise<void> {
  const spec = parse(readFileSync(join(__dirname, '../examples/izmir/city.yaml'), 'utf8'));
  // The limits are in the way of every request, and must not be what is measured.
  const city = parseCity({ ...spec, gateway: { ...spec.gateway, requestsPerSecond: 8000 } });
  const { platform, objects } = synthKubernetes(city);
  const gatewayName = nameOf(platform.gateway.service);
  const host = platform.gateway.hostName('api');
  const rendered = new Rendered(
    [...objects, ...bareGateway(objects, gatewayName, nameOf(platform.broker.service))],
    // The broker as fast as in its image.
    [],
  );
  const database = new RenderedDatabase(rendered, nameOf(platform.database.setup));
  const signer = new Signer();
  const results: Result[] = [];
  const keys = createServer((_request, response) => response.end(JSON.stringify(signer.jwks)));
  try {
    const port = await freePort();
    await new Promise<void>((resolve) => keys.listen(port, '127.0.0.1', resolve));
    await rendered.network.forward(nameOf(platform.identity.service!), 8080, port);
    await database.start();
    await rendered.run(nameOf(platform.database.setup));
    await start(rendered, nameOf(platform.registry.site));
    const broker = await start(rendered, nameOf(platform.broker.service));
    const full = await start(rendered, gatewayName);
    const bare = await start(rendered, 'bare-gateway');

    const tenant = platform.gateway.props.tenants[0] ?? '';
    const headers = { host, accept: 'application/json', 'NGSILD-Tenant': tenant };
    const entity = (number: number) => `/ngsi-ld/v1/entities/urn:ngsi-ld:Bench:${number}`;
    const json = { 'content-type': 'application/json' };
    for (let number = 0; number < 20; number++) {
      const made = await broker.call('/ngsi-ld/v1/entities', {
        method: 'POST',
        headers: { ...headers, ...json },
        body: JSON.stringify({ id: `urn:ngsi-ld:Bench:${number}`, type: 'Bench', value: property(number) }),
      });
      if (made.status !== 201) throw new Error(`the broker answered ${made.status}: ${made.text}`);
    }
    const read = { method: 'GET', path: entity(1) };
    const query = { method: 'GET', path: '/ngsi-ld/v1/entities?type=Bench&limit=20' };
    const updates = [2, 3, 4, 5].map((number) => ({
      ...{ method: 'PATCH', path: `${entity(number)}/attrs` },
      ...{ headers: json, body: JSON.stringify({ value: property(number) }) },
    }));
    const loads = {
      'reads, queries and updates': updates.flatMap((update) => [read, query, update]),
      'reads alone': [read],
    };
    const { issuer, audience } = platform.identity;
    const token = signer.rs256({
      iss: issuer,
      aud: audience,
      sub: 'bench',
      azp: 'bench',
      exp: Math.floor(Date.now() / 1000) + 3600,
      realm_access: { roles: ['editor'] },
      tenants: [tenant],
    });
    const sent = { ...headers, authorization: `Bearer ${token}`, 'x-forwarded-proto': 'https' };
    const pods = { bare, full };
    const once = async (side: Side, load: keyof typeof loads, time: number, rate?: number): Promise<Row> => {
      const { address, pod, processorSeconds } = pods[side];
      const before = { envoy: processorSeconds(), broker: broker.processorSeconds() };
      const figures = await measure({
        ...{ host: address, port: pod.main.ports.http ?? 0, requests: loads[load], headers: sent, connections },
        ...{ seconds: time, ...(rate !== undefined && { rate }) },
      });
      const requests = figures.throughput * time;
      return {
        ...figures,
        envoy: (1e6 * (processorSeconds() - before.envoy)) / requests,
        broker: (1e6 * (broker.processorSeconds() - before.broker)) / requests,
      };
    };
    const byTurns = async (load: keyof typeof loads, rate?: number) => {
      const rows: Rows = { bare: [], full: [] };
      for (let round = 0; round < rounds; round++) {
        // Who goes first changes, so that a drift of the machine falls on both.
        for (const side of round % 2 ? (['full', 'bare'] as const) : (['bare', 'full'] as const)) {
          rows[side].push(await once(side, load, seconds, rate));
        }
      }
      return rows;
    };
    for (const load of Object.keys(loads) as (keyof typeof loads)[]) {
      // Scorpio gets faster for most of a minute.
      for (const side of ['bare', 'full', 'bare', 'full'] as const) await once(side, load, 10);
      const most = await byTurns(load);
      const half = await byTurns(load, median(most.bare.map(({ throughput }) => throughput)) / 2);
      results.push({ load, most, half });
    }
    report(results);
  } finally {
    keys.close();
    await stopAll();
    await database.remove();
    rendered.close();
  }
}

async function start(rendered: Rendered, name: string): Promise<RunningPod> {
  const pod = await rendered.start(name);
  await pod.untilReady();
  return pod;
}

function property(value: number): object {
  return { type: 'Property', value };
}

type Side = 'bare' | 'full';

/** And the processor time of Envoy and of the broker, in microseconds a request. */
interface Row extends Figures {
  readonly envoy: number;
  readonly broker: number;
}

type Rows = Readonly<Record<Side, Row[]>>;

/** With as many requests as are answered, and with half as many as the bare Envoy then had. */
interface Result {
  readonly load: string;
  readonly most: Rows;
  readonly half: Rows;
}

function report(results: readonly Result[]): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  console.log(`${machine}, Node ${process.version};`);
  console.log(`${rounds} rounds of ${seconds} s by turns, ${connections} connections, before Scorpio; medians.\n`);
  console.log('| requests | before the broker | requests/s | p50, p99 ms | at half the load | Envoy µs | broker µs |');
  console.log('|---|---|---:|---:|---:|---:|---:|');
  const measured = results.map(({ load, most, half }) => {
    const of = (rows: Rows, side: Side, key: keyof Row) => median(rows[side].map((one) => one[key]));
    const pairs = (rows: Rows, compare: (full: Row, bare: Row) => number) =>
      median(rows.full.map((full, round) => compare(full, rows.bare[round]!)));
    const more = (rows: Rows, key: keyof Row) => pairs(rows, (full, bare) => full[key] - bare[key]);
    const row = (title: string, requests: string, figure: (rows: Rows, key: keyof Row) => number) => {
      const times = [most, half].map((rows) => `${figure(rows, 'p50').toFixed(2)}, ${figure(rows, 'p99').toFixed(2)}`);
      const processor = (['envoy', 'broker'] as const).map((key) => figure(most, key).toFixed(0));
      console.log(`| ${[load, title, requests, ...times, ...processor].join(' | ')} |`);
    };
    for (const [title, side] of [
      ['bare Envoy', 'bare'],
      ['the gateway', 'full'],
    ] as const) {
      row(title, of(most, side, 'throughput').toFixed(0), (rows, key) => of(rows, side, key));
    }
    const throughput = pairs(most, (full, bare) => full.throughput / bare.throughput);
    row('ratio, difference', `${(100 * throughput).toFixed(1)} %`, more);
    return { throughput, p99: more(half, 'p99') };
  });
  const [first] = measured;
  if (first && (first.throughput < target.throughput || first.p99 > target.p99)) {
    const limits = `${100 * target.throughput} % of the requests, and a p99 within ${target.p99} ms at half the load`;
    console.log(`\nThe target for the first is ${limits}.`);
    process.exitCode = 1;
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
