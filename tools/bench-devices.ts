import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { LivePlatform } from '../test/real/platform/live-platform';
import { exampleWithMqtt } from '../test/real/platform/mqtt-edge';
import { stopAll } from '../test/real/support/running';
import { MqttDevice } from '../test/support/mqtt-device';

/**
 * `npm run bench:devices`: devices publish (`RATE` measures a second, 200, for `SECONDS`, 30) by MQTT to the device gateway
 * of İzmir as it is rendered, before Scorpio and PostgreSQL on the same machine. Prints a Markdown table of the time from
 * publication to acknowledgement, which is the broker's answer; exits with 1 where the 99th of a hundred takes more than 200 ms.
 */
const rate = Number(process.env.RATE ?? 200);
const seconds = Number(process.env.SECONDS ?? 30);
const devices = 50;
const target = 200;

async function run(): Promise<number> {
  // Of a platform whose edge carries HTTP alone devices are not told a topic.
  const platform = new LivePlatform(exampleWithMqtt('izmir'));
  const connected: MqttDevice[] = [];
  try {
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    await platform.startBroker();
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    const gateway = await platform.start(city.devices!.service);
    for (let number = 0; number < devices; number++) {
      const path = `/devices/v1/groups/car-parks/devices/bench-${number}`;
      const headers = { 'NGSILD-Tenant': 'parking' };
      const { text } = await gateway.call(path, { port: 'management', method: 'PUT', headers });
      const { name, credential, topic } = JSON.parse(text) as Record<'name' | 'credential' | 'topic', string>;
      connected.push(new MqttDevice({ host: gateway.address, port: 1883, name, credential, topic }));
    }
    // The just-in-time compiler of the broker needs some to work with.
    await send(connected, Math.min(rate, 50), 10);
    const before = gateway.processorSeconds();
    const times = (await send(connected, rate, seconds)).sort((one, other) => one - other);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
    const own = gateway.processorSeconds() - before;
    console.log(
      `${devices} devices, ${rate} measures a second for ${seconds} s, on ${cpus().length} × ${cpus()[0]?.model}\n`,
    );
    console.log('| acknowledged | median | 99 of 100 | longest | processor of the gateway | memory |');
    console.log('| ---: | ---: | ---: | ---: | ---: | ---: |');
    const figures = [`${times.length}`, `${at(0.5)} ms`, `${at(0.99)} ms`, `${times.at(-1)} ms`];
    console.log(
      `| ${[...figures, `${Math.round((100 * own) / seconds)} % of one`, `${Math.round(gateway.peakMebibytes())} MiB`].join(' | ')} |`,
    );
    return at(0.99);
  } finally {
    for (const device of connected) device.stop();
    await platform.stop();
    stopAll();
  }
}

/** Sends at an even rate, whether or not what was sent before is acknowledged; gives the times, in milliseconds. */
async function send(connected: readonly MqttDevice[], perSecond: number, during: number): Promise<number[]> {
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  const began = Date.now();
  for (let number = 0; number < perSecond * during; number++) {
    const due = began + (1000 * number) / perSecond;
    if (due > Date.now()) await sleep(due - Date.now());
    const payload = JSON.stringify({ free: number % 400, TimeInstant: new Date(due).toISOString() });
    const sent = Date.now();
    const publication = connected[number % connected.length]!.publish(payload);
    waiting.push(publication.then(() => void times.push(Date.now() - sent)));
  }
  await Promise.all(waiting);
  return times;
}

void run().then((longest) => {
  process.exitCode = longest > target ? 1 : 0;
});
