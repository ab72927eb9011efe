import { LivePlatform } from './platform/live-platform';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { scorpio } from './support/rendered/stand-ins/scorpio';
import { until } from './support/wait';

describeRendered(['postgres', 'scorpio', 'java', 'nginx'], 'A broker without a bus', () => {
  let platform: LivePlatform;
  let broker: RunningPod;

  beforeAll(async () => {
    platform = new LivePlatform('small-town');
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    await platform.start(city.broker.relay);
    const { java = [], env, ...standIn } = scorpio();
    // What the platform itself gives has to do. On SIGQUIT Java prints how many objects of each class live.
    const own = Object.fromEntries(
      Object.entries(env ?? {}).filter(([name]) => !name.startsWith('MP_MESSAGING_OUTGOING')),
    );
    const counting = { ...standIn, env: own, java: [...java, '-XX:+PrintClassHistogram'] };
    broker = await platform.start(city.broker.service, { standIn: counting });
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
  });
  afterAll(() => platform.stop());

  const send = async (method: string, path: string, content: unknown) => {
    const headers = { 'content-type': 'application/json', 'NGSILD-Tenant': 'parking' };
    const { status } = await broker.call(`/ngsi-ld/v1${path}`, { method, headers, body: JSON.stringify(content) });
    return status;
  };

  /** How many messages of changes and registrations live, once garbage is collected. */
  async function messages(): Promise<number> {
    broker.signal('SIGQUIT');
    let histogram: string | undefined;
    await until('Java has counted', () => {
      histogram = /^ *num +#instances[\s\S]*?^Total .*$/m.exec(broker.log())?.[0];
      return histogram !== undefined;
    });
    const counts = [
      ...histogram!.matchAll(/^ *\d+: +(\d+) .* org\.eclipse\.microprofile\.reactive\.messaging\.Message\$\d+\b/gm),
    ];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  test('keeps none of the changes that it was told of', async () => {
    const id = 'urn:ngsi-ld:Told:1';
    const statuses = [await send('POST', '/entities', { id, type: 'Told', number: { type: 'Property', value: 0 } })];
    for (let change = 1; change <= 200; change++)
      statuses.push(await send('PATCH', `/entities/${id}/attrs`, { number: { type: 'Property', value: change } }));
    expect([...new Set(statuses)]).toEqual([201, 204]);
    // As many as are under way, and the two or three that the next one waits behind.
    expect(await messages()).toBeLessThan(20);
  });
});
