import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { datasetName } from '../constructs/components/publisher/published-types';
import { exampleOf } from '../constructs/models/example';
import { cityModels } from '../constructs/platform/city-models';
import { FakeCity } from '../test/programs/publisher/fake-city';
import { parking } from '../test/programs/publisher/published-type';
import { exampleCity } from '../test/real/platform/live-city';
import { LivePlatform } from '../test/real/platform/live-platform';
import { CkanClient } from '../test/real/support/ckan-client';
import { stopAll } from '../test/real/support/running';

/**
 * `npm run bench:publisher`: ten types are published from empty, against a broker and a CKAN as they are rendered
 * (`REAL`, 100,000 entities), then single changes are waited for in the portal; and a type against servers that answer at
 * once (`MANY`, 1,000,000), which shows what the program itself takes. Prints a Markdown table; exits with 1 where it takes more
 * than a tenth of the processor time or 200 MB, or a change more than 5 s.
 */
const real = Number(process.env.REAL ?? 100_000);
const many = Number(process.env.MANY ?? 1_000_000);
const target = { share: 0.1, mebibytes: 200, visibleSeconds: 5 };

const openData = [
  { type: 'OffStreetParking', tenant: 'parking' },
  { type: 'ParkingSpot', tenant: 'parking' },
  { type: 'AirQualityObserved', tenant: 'air_quality' },
  { type: 'NoiseLevelObserved', tenant: 'air_quality' },
  { type: 'TrafficFlowObserved', tenant: 'traffic' },
  { type: 'WeatherObserved', tenant: 'weather' },
  { type: 'GtfsStop', tenant: 'public_transport' },
  { type: 'FerryTerminal', tenant: 'public_transport' },
  { type: 'WasteContainer', tenant: 'waste' },
  { type: 'WasteContainerIsle', tenant: 'waste' },
].map((entry) => ({ ...entry, licence: 'CC-BY-4.0' as const }));

interface Figures {
  readonly what: string;
  readonly entities: number;
  readonly seconds: number;
  /** Processor time of the program, in seconds. */
  readonly own: number;
  readonly mebibytes: number;
  /** Of the processor time of all that the bench ran meanwhile. */
  readonly share: number | undefined;
  /** Of a change until the portal shows it, the longest of ten. */
  readonly visibleSeconds?: number;
}

/** Processor time of a process in seconds, and the most memory that it had, from proc(5). */
function usage(pid: number): { readonly seconds: number; readonly mebibytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { seconds: (Number(fields[11]) + Number(fields[12])) / 100, mebibytes: Number(peak) / 1024 };
}

/** Processor time of this process and all that it started, ended ones too, in seconds, from proc(5). */
function everything(): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
        return [
          { pid, parent: fields[1]!, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) },
        ];
      } catch {
        return []; // it ended meanwhile
      }
    });
  const ticks = (pid: string): number =>
    processes
      .filter(({ parent }) => parent === pid)
      .reduce((sum, child) => sum + ticks(child.pid), processes.find((one) => one.pid === pid)?.ticks ?? 0);
  return ticks(String(process.pid)) / 100;
}

async function againstServers(): Promise<Figures> {
  const spec = exampleCity('izmir', { openData });
  const platform = new LivePlatform(spec);
  try {
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    const { broker } = await platform.startBroker();
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    for (const id of ['Cache', 'Search']) await platform.start(city.portal!.node.findChild(id) as never);
    await platform.run(platform.job('portal', 'Setup'));
    const portal = new CkanClient(await platform.start(city.portal!.service));

    const send = async (tenant: string, method: string, path: string, content: unknown) => {
      const headers = { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': tenant };
      const call = { method, headers, body: JSON.stringify(content) };
      const { status, text } = await broker.call(`/ngsi-ld/v1${path}`, call);
      if (status >= 300) throw new Error(`the broker answered ${status}: ${text.slice(0, 300)}`);
    };
    const each = real / openData.length;
    const idOf = (type: string, number: number) => `urn:ngsi-ld:${type}:${number}`;
    const context = city.registry.contextUrl;
    for (const { type, tenant } of openData) {
      const example = exampleOf(cityModels(spec).find((model) => model.type === type)!, [context]);
      for (let from = 0; from < each; from += 100) {
        const count = Math.min(100, each - from);
        const batch = Array.from({ length: count }, (_, at) => ({ ...example, id: idOf(type, from + at) }));
        await send(tenant, 'POST', '/entityOperations/upsert', batch);
      }
    }

    const [began, before] = [Date.now(), everything()];
    const publisher = await platform.start(city.publisher!.service);
    const tables = new Map<string, string>();
    const rowsOf = async (name: string) => {
      if (!tables.has(name)) {
        const { resources } = (await portal.result('package_show', { id: name }).catch(() => ({}))) as {
          resources?: { id: string; datastore_active: boolean }[];
        };
        if (!resources?.[0]?.datastore_active) return 0;
        tables.set(name, resources[0].id);
      }
      return Number((await portal.result('datastore_search', { resource_id: tables.get(name)!, limit: 0 })).total);
    };
    for (const entry of openData)
      while ((await rowsOf(datasetName(entry.type, entry.tenant))) < each) await sleep(1000);
    const own = publisher.processorSeconds();
    const mebibytes = publisher.peakMebibytes();
    const seconds = (Date.now() - began) / 1000;
    const share = own / (everything() - before);

    let visibleSeconds = 0;
    for (let number = 0; number < 10; number++) {
      const id = idOf('OffStreetParking', number);
      const value = 10_000 + number;
      const changed = Date.now();
      const change = { '@context': [context], availableSpotNumber: { type: 'Property', value } };
      await send('parking', 'PATCH', `/entities/${id}/attrs`, change);
      const table = { resource_id: tables.get(datasetName('OffStreetParking', 'parking'))!, filters: { id } };
      const shown = async () =>
        ((await portal.result('datastore_search', table)).records as unknown as { availableSpotNumber: unknown }[])[0]
          ?.availableSpotNumber;
      while (Number(await shown()) !== value) await sleep(50);
      visibleSeconds = Math.max(visibleSeconds, (Date.now() - changed) / 1000);
    }
    return { what: 'Scorpio and CKAN', entities: real, seconds, own, mebibytes, share, visibleSeconds };
  } finally {
    await platform.stop();
  }
}

async function againstNothing(): Promise<Figures> {
  const city = await FakeCity.start();
  const folder = mkdtempSync(join(tmpdir(), 'bench-publisher-'));
  const types = join(folder, 'types.json');
  writeFileSync(types, JSON.stringify([parking]));
  for (let number = 0; number < many; number++) city.put(number, { name: `Car park ${number}`, free: number % 420 });
  const began = Date.now();
  const child = spawn(process.execPath, ['--max-old-space-size=115', 'dist/programs/publisher.cjs'], {
    stdio: 'ignore',
    env: {
      BROKER_URL: city.broker.url,
      SUBSCRIPTIONS_URL: city.broker.url,
      NOTIFY_URL: 'http://localhost:8081',
      PORTAL_URL: city.portal.url,
      PORTAL_TOKEN: 'token-of-the-publisher',
      ORGANIZATION: 'town',
      DOWNLOADS_URL: 'https://data.town.example/open-data',
      CITY: 'town',
      CONTACT_NAME: 'Town',
      CONTACT_EMAIL: 'data@town.example',
      LANGUAGES: 'en',
      TYPES_FILE: types,
      HTTP_PORT: '0',
      NOTIFY_PORT: '0',
      METRICS_PORT: '0',
    },
  });
  try {
    const isDone = () => [...city.tables.values()].some(({ rows }) => rows.size === many);
    while (!isDone()) {
      if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
      await sleep(500);
    }
    const { seconds: own, mebibytes } = usage(child.pid!);
    const seconds = (Date.now() - began) / 1000;
    return { what: 'servers that answer at once', entities: many, seconds, own, mebibytes, share: undefined };
  } finally {
    child.kill('SIGKILL');
    await city.close();
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const results: Figures[] = [];
  if (many > 0) results.push(await againstNothing());
  if (real > 0) results.push(await againstServers());
  const [cpu] = cpus();
  console.log(
    `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}\n`,
  );
  console.log(
    '| against | entities | s | entities/s | own processor time, s | of all | memory at most, MB | a change, s |',
  );
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const { what, entities: count, seconds, own, mebibytes, share, visibleSeconds } of results) {
    const of = share === undefined ? '' : `${(100 * share).toFixed(1)} %`;
    const rate = Math.round(count / seconds);
    console.log(
      `| ${what} | ${count} | ${seconds.toFixed(1)} | ${rate} | ${own.toFixed(1)} | ${of} | ${mebibytes.toFixed(0)} | ${visibleSeconds?.toFixed(1) ?? ''} |`,
    );
  }
  const missed = results.some(
    ({ share = 0, mebibytes, visibleSeconds = 0 }) =>
      share > target.share || mebibytes > target.mebibytes || visibleSeconds > target.visibleSeconds,
  );
  if (missed) process.exitCode = 1;
}

void main().finally(stopAll);
