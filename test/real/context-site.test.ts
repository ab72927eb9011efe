import { LivePlatform } from './platform/live-platform';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';

/** Over one connection a broker that is never told to make another stops reading after some 470 redirects. */
const requests = Number(process.env.CITYKIT_CONTEXT_REQUESTS ?? 2000);

describeRendered(
  ['postgres', 'scorpio', 'java', 'nginx'],
  'A query with a context that the broker asks the site for',
  () => {
    let platform: LivePlatform;
    let broker: RunningPod;
    let hosted = '';

    beforeAll(async () => {
      platform = new LivePlatform('izmir');
      await platform.database.start();
      await platform.run(platform.city.database.setup);
      await platform.start(platform.city.registry.site);
      ({ broker } = await platform.startBroker());
      const made = await broker.call('/ngsi-ld/v1/jsonldContexts', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ '@context': { Vehicle: 'https://town.example/Vehicle' } }),
      });
      hosted = made.headers.location ?? '';
    });
    afterAll(() => platform.stop());

    test.each([
      ['which the site has', () => platform.city.registry.contextUrl],
      ['which it sends the broker back to itself for', () => hosted],
    ])(`%s: ${requests} one after the other, none hangs`, async (_kind, url) => {
      const link = `<${url()}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
      const times: number[] = [];
      for (let at = 0; at < requests; at++) {
        const begin = performance.now();
        const { status } = await broker.call('/ngsi-ld/v1/entities?type=Vehicle', {
          headers: { accept: 'application/json', link },
        });
        times.push(performance.now() - begin);
        if (status !== 200) throw new Error(`request ${at} was answered with ${status}`);
      }
      const slow = [...times.entries()].filter(([, took]) => took >= 10_000);
      expect(slow).toEqual([]);
    });
  },
);
