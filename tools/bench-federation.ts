import { cpus } from 'node:os';
import { LiveFederation } from '../test/real/platform/live-federation';
import { publicCall } from '../test/real/platform/public-client';
import { stopAll } from '../test/real/support/running';

/**
 * `npm run bench:federation`: 100 entities of two cities, half of each, by one query of the federation, beside 100 entities and
 * 50 entities of one city by its own. Both platforms of `examples/turkiye` as they are rendered, on this machine, by way of
 * their gateways, one query after the other (`QUERIES` of each, 300). Prints a Markdown table; exits with 1 where the
 * federation's p50 is more than 3 times that of one city's own query for as many entities.
 */
const queries = Number(process.env.QUERIES ?? 300);
const most = 3;

const place = (city: string, type: string, number: number) => ({
  id: `urn:ngsi-ld:${type}:${city}:${number}`,
  type,
  name: { type: 'Property', value: `${city} ${number}` },
  availableSpotNumber: { type: 'Property', value: number, observedAt: '2026-11-28T10:00:00.000Z' },
  totalSpotNumber: { type: 'Property', value: 500 },
  category: { type: 'Property', value: ['public', 'feeCharged'] },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [27 + number / 1000, 38.4] } },
});
const places = (city: string, type: string, count: number) =>
  Array.from({ length: count }, (_, number) => place(city, type, number));

async function main(): Promise<void> {
  const live = await LiveFederation.start();
  try {
    for (const member of [live.host, live.neighbour]) {
      await live.write(member, 'parking', places(member.city.name, 'OffStreetParking', 50));
    }
    // Of one city alone, as many as the federation gives of both.
    await live.write(live.host, 'parking', places('izmir', 'ParkingSpot', 100));
    const { users } = live;
    await users.add({ id: 'own', roles: ['viewer'], tenants: ['parking'] });
    const [reader, own] = [await users.token('reader'), await users.token('own')];
    const context = live.host.platform.city.registry.contextUrl;
    const link = `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
    const ownQuery = (type: string) => () =>
      publicCall(live.host.gateway, url('api', type), { token: own, tenant: 'parking', headers: { link } });
    const federated = () => publicCall(live.host.gateway, url('federation', 'OffStreetParking'), { token: reader });
    const kinds = {
      'one city, 50 entities': { ask: ownQuery('OffStreetParking'), entities: 50 },
      'one city, 100 entities': { ask: ownQuery('ParkingSpot'), entities: 100 },
      'federation, 50 of each of two': { ask: federated, entities: 100 },
    };
    const times = Object.fromEntries(Object.keys(kinds).map((name) => [name, [] as number[]]));
    // By turns, so that what else the machine does is the same for all; the first tenth warms up.
    for (let turn = -queries / 10; turn < queries; turn++) {
      for (const [name, { ask, entities }] of Object.entries(kinds)) {
        const began = performance.now();
        const { status, text } = await ask();
        const took = performance.now() - began;
        const found = status === 200 ? (JSON.parse(text) as unknown[]).length : 0;
        if (found !== entities) throw new Error(`${name}: ${status} with ${found} entities: ${text.slice(0, 300)}`);
        if (turn >= 0) times[name]!.push(took);
      }
    }
    report(times);
  } finally {
    await live.stop();
    await stopAll();
  }
}

function url(host: string, type: string): string {
  return `https://${host}.izmir.example/ngsi-ld/v1/entities?type=${type}&limit=100`;
}

function report(times: Readonly<Record<string, number[]>>): void {
  const at = (name: string, share: number) => {
    const sorted = [...(times[name] ?? [])].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  };
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${queries} queries of each\n`);
  console.log('| query | p50 | p95 |\n| --- | ---: | ---: |');
  for (const name of Object.keys(times))
    console.log(`| ${name} | ${at(name, 0.5).toFixed(1)} ms | ${at(name, 0.95).toFixed(1)} ms |`);
  const ratio = at('federation, 50 of each of two', 0.5) / at('one city, 100 entities', 0.5);
  console.log(`\nThe federation takes ${ratio.toFixed(2)} times as long as one city for as many; at most ${most}.`);
  if (!(ratio <= most)) process.exitCode = 1;
}

void main();
