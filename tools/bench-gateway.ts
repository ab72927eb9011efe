import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthKubernetes } from '../charts/synth';
import { parseCity } from '../constructs/city';
import { nameOf } from '../constructs/names';
import { freePort } from '../test/real/support/free-port';
import { Rendered, type RunningPod } from '../test/real/support/rendered';
import { RenderedDatabase } from '../test/real/support/rendered/database';
import { stopAll } from '../test/real/support/running';
import { Signer } from '../test/real/support/tokens';
import { bareGateway } from './bench/bare-gateway';
import { type Figures, measure, median } from './bench/load';

/**
 * `npm run bench:gateway`: the rendered gateway (tokens, roles, tenants, limits, audit trail) against an Envoy that only
 * forwards, before the same Scorpio, by turns. Prints a Markdown table; exits with 1 below the target.
 */
const rounds = Number(process.env.ROUNDS ?? 12);
const seconds = Number(process.env.SECONDS ?? 5);
const connections = Number(process.env.CONNECTIONS ?? 8);
const target = { throughput: 0.9, p99: 2 };

async function main(): Promise<void> {
  const spec = parse(readFileSync(join(__dirname, '../examples/izmir/city.yaml'), 'utf8'));
  // The limits are in the way of every request, and must not be what is measured.
  const city = parseCity({ ...spec, gateway: { ...spec.gateway, requestsPerSecond: 100_000 } });
  const { platform, objects } = synthKubernetes(city);
  const gatewayName = nameOf(platform.gateway.service);
  const host = platform.gateway.hostName('api');
  const rendered = new Rendered([...objects, ...bareGateway(objects, gatewayName, nameOf(platform.broker.service))]);
  const database = new RenderedDatabase(rendered, nameOf(platform.database.setup));
  const signer = new Signer();
  const keys = createServer((_request, response) => response.end(JSON.stringify(signer.jwks)));
  try {
    const port = await freePort();
    await new Promise<void>((resolve) => keys.listen(port, '127.0.0.1', resolve));
    await rendered.network.forward(nameOf(platform.identity.service), 8080, port);
    await database.start();
    await rendered.run(nameOf(platform.database.setup));
    await start(rendered, nameOf(platform.registry.site));
    const broker = await start(rendered, nameOf(platform.broker.service));
    const full = await start(rendered, gatewayName);
    const bare = await start(rendered, 'bare-gateway');

    const tenant = platform.gateway.props.tenants[0] ?? '';
    const headers = { host, accept: 'application/json', 'NGSILD-Tenant': tenant };
    const path = '/ngsi-ld/v1/entities/urn:ngsi-ld:Bench:1';
    const body = JSON.stringify({ id: 'urn:ngsi-ld:Bench:1', type: 'Bench', value: { type: 'Property', value: 1 } });
    const made = await broker.call('/ngsi-ld/v1/entities', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    if (made.status !== 201) throw new Error(`the broker answered ${made.status}: ${made.text}`);
    const { issuer, audience } = platform.identity;
    const token = signer.rs256({
      iss: issuer,
      aud: audience,
      sub: 'bench',
      azp: 'bench',
      exp: Math.floor(Date.now() / 1000) + 3600,
      realm_access: { roles: ['viewer'] },
      tenants: [tenant],
    });
    const sides = {
      bare: { pod: bare, headers },
      full: { pod: full, headers: { ...headers, authorization: `Bearer ${token}`, 'x-forwarded-proto': 'https' } },
    };
    const results: Record<keyof typeof sides, Figures[]> = { bare: [], full: [] };
    const once = (side: keyof typeof sides, time: number) => {
      const { pod, headers: sent } = sides[side];
      return measure({
        host: pod.address,
        port: pod.pod.main.ports.http ?? 0,
        path,
        headers: sent,
        connections,
        seconds: time,
      });
    };
    // Scorpio gets faster for most of a minute.
    for (const side of ['bare', 'full', 'bare', 'full', 'bare', 'full'] as const) await once(side, 12);
    for (let round = 0; round < rounds; round++) {
      // Who goes first changes, so that a drift of the machine falls on both.
      for (const side of round % 2 ? (['full', 'bare'] as const) : (['bare', 'full'] as const)) {
        results[side].push(await once(side, seconds));
      }
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

function report(results: Readonly<Record<'bare' | 'full', readonly Figures[]>>): void {
  const [cpu] = cpus();
  const of = (side: 'bare' | 'full', key: keyof Figures) => median(results[side].map((figures) => figures[key]));
  const pairs = results.full.map((full, round) => ({ full, bare: results.bare[round]! }));
  const throughput = median(pairs.map(({ full, bare }) => full.throughput / bare.throughput));
  const p99 = median(pairs.map(({ full, bare }) => full.p99 - bare.p99));
  const row = (title: string, side: 'bare' | 'full') =>
    `| ${title} | ${of(side, 'throughput').toFixed(0)} | ${of(side, 'p50').toFixed(2)} | ${of(side, 'p99').toFixed(2)} |`;
  const lines = [
    `${cpus().length} × ${cpu?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version};`,
    `${rounds} rounds of ${seconds} s by turns, ${connections} connections; one entity read from Scorpio; medians.`,
    '',
    '| before Scorpio | requests/s | p50 ms | p99 ms |',
    '|---|---:|---:|---:|',
    row('bare Envoy', 'bare'),
    row('the gateway', 'full'),
    `| ratio, difference | ${(100 * throughput).toFixed(1)} % | ${(of('full', 'p50') - of('bare', 'p50')).toFixed(2)} | ${p99.toFixed(2)} |`,
  ];
  console.log(lines.join('\n'));
  if (throughput < target.throughput || p99 > target.p99) {
    console.log(`\nThe target is ${100 * target.throughput} % and ${target.p99} ms.`);
    process.exitCode = 1;
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
