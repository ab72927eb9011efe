import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifiedPlatformOf } from '../../constructs/platform/verified-platform-of';
import { knownDeviations } from '../../verify/suites/deviations';
import { runSuite } from '../../verify/suites/run-suite';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';

/** Folder of ETSI's suite, with `robot` in PATH; it is in no registry. */
const suite = process.env.CITYKIT_NGSI_LD_SUITE ?? '';
const part = process.env.CITYKIT_NGSI_LD_PART ?? 'TP/NGSI-LD/ContextInformation/Consumption/Entity';
const there = existsSync(join(suite, 'resources/variables.py'));

describeRendered(['postgres', 'scorpio', 'java', 'nginx'], 'The suite of ETSI at the broker as it is rendered', () => {
  let platform: LivePlatform;
  let broker: RunningPod;

  beforeAll(async () => {
    if (!there) return;
    platform = new LivePlatform('izmir');
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
  }, 600_000);
  afterAll(async () => platform?.stop(), 120_000);

  (there ? test : test.skip)(
    'fails where it is known to, with the reason, and nowhere else',
    async () => {
      const api = `http://${broker.address}:${broker.pod.main.ports.http}/ngsi-ld/v1`;
      const results = await runSuite('ngsi-ld', join(suite, part), {
        platform: { ...verifiedPlatformOf(exampleCity('izmir')), api },
        signal: AbortSignal.timeout(900_000),
      });
      const failed = results.cases.filter(({ status, deviation }) => status === 'fail' && !deviation);
      expect(failed.map(({ name, says }) => `${name}: ${says?.slice(0, 280)}`)).toEqual([]);
      expect(results.passed).toBeGreaterThan(50);
      expect(results.known).toBeLessThanOrEqual(results.cases.length / 2);
      expect(knownDeviations.every(({ reason }) => reason.length > 10)).toBe(true);
    },
    1_200_000,
  );
});
