import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeCity } from '../test/programs/publisher/fake-city';
import { parking } from '../test/programs/publisher/published-type';
import { LivePlatform } from '../test/real/platform/live-platform';
import { CkanClient } from '../test/real/support/ckan-client';
import { stopAll } from '../test/real/support/running';

/**
 * `npm run bench:publisher`: a type is published from empty, against a broker and a CKAN as they are rendered
 * (`REAL`, 10,000 entities), and against servers that answer at once (`MANY`, 100,000), which shows what the program itself
 * takes. Prints a Markdown table; exits with 1 where it takes more than a tenth of the processor time or 200 MB.
 */
const real = Number(process.env.REAL ?? 10_000);
const many = Number(process.env.MANY ?? 100_000);
const target = { share: 0.1, mebibytes: 200 };

interface Figures {
  readonly what: string;
  readonly entities: number;
  readonly seconds: number;
  /** Processor time of the program, in seconds. */
  readonly own: number;
  readonly mebibytes: number;
  /** Of the processor time of all that ran on the machine meanwhile. */
  readonly share: number | undefined;
}

/** Processor time of a process in seconds, and the most memory that it had, from proc(5). */
function usage(pid: number): { readonly seconds: number; readonly mebibytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { seconds: (Number(fields[11]) + Number(fields[12])) / 100, mebibytes: Number(peak) / 1024 };
}

/** Processor time that the whole machine has used, in seconds. */
function machine(): number {
  const [, user, nice, system, , , irq, soft] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .map(Number);
  return ((user ?? 0) + (nice ?? 0) + (system ?? 0) + (irq ?? 0) + (soft ?? 0)) / 100;
}

async function againstServers(): Promise<Figures> {
  const platform = new LivePlatform('izmir');
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
    for (let from = 0; from < real; from += 500) {
      const body = JSON.stringify(entities(from, Math.min(real, from + 500), city.registry.contextUrl));
      const headers = { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': 'parking' };
      const { status } = await broker.call('/ngsi-ld/v1/entityOperations/upsert', { method: 'POST', headers, body });
      if (status !== 201) throw new Error(`the broker answered ${status} to a batch`);
    }
    const [began, before] = [Date.now(), machine()];
    const publisher = await platform.start(city.publisher!.service);
    const rows = async () => {
      const { resources } = (await portal.result('package_show', { id: parking.name }).catch(() => ({}))) as {
        resources?: { id: string; datastore_active: boolean }[];
      };
      if (!resources?.[0]?.datastore_active) return 0;
      return Number((await portal.result('datastore_search', { resource_id: resources[0].id, limit: 0 })).total);
    };
    while ((await rows()) < real) await sleep(1000);
    const own = publisher.processorSeconds();
    const mebibytes = publisher.peakMebibytes();
    const share = own / (machine() - before);
    return { what: 'Scorpio and CKAN', entities: real, seconds: (Date.now() - began) / 1000, own, mebibytes, share };
  } finally {
    await platform.stop();
  }
}

function entities(from: number, to: number, context: string): object[] {
  return Array.from({ length: to - from }, (_, at) => ({
    id: `urn:ngsi-ld:OffStreetParking:${from + at}`,
    type: 'OffStreetParking',
    '@context': [context],
    name: { type: 'Property', value: `Car park ${from + at}` },
    category: { type: 'Property', value: ['public', 'feeCharged'] },
    totalSpotNumber: { type: 'Property', value: 420 },
    availableSpotNumber: { type: 'Property', value: (from + at) % 420, observedAt: '2026-11-28T10:00:00Z' },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [27 + ((from + at) % 1000) / 1000, 38.4] } },
  }));
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
  console.log('| against | entities | s | entities/s | own processor time, s | of all | memory at most, MB |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const { what, entities: count, seconds, own, mebibytes, share } of results) {
    const of = share === undefined ? '' : `${(100 * share).toFixed(1)} %`;
    const rate = Math.round(count / seconds);
    console.log(
      `| ${what} | ${count} | ${seconds.toFixed(1)} | ${rate} | ${own.toFixed(1)} | ${of} | ${mebibytes.toFixed(0)} |`,
    );
  }
  const missed = results.some(({ share = 0, mebibytes }) => share > target.share || mebibytes > target.mebibytes);
  if (missed) process.exitCode = 1;
}

void main().finally(stopAll);
