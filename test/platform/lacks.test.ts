import { App as CdkApp } from 'aws-cdk-lib';
import { App } from 'cdk8s';
import { CityPlatformChart } from '../../charts/city-platform-chart';
import { lackOf, type Trait } from '../../constructs/waist/lacks';
import { optOuts } from '../../constructs/waist/opt-out';
import { CityPlatformStack } from '../../stacks';

process.env.CDK_VALIDATION = 'false';

const traits: readonly Trait[] = ['backups', 'sharedVolumes', 'metrics', 'tcpEdge', 'alarms', 'dashboards'];
const objectStore = { endpoint: 'https://s3.example', bucket: 'backups', secretName: 'object-store' };
const city = (kubernetes: object) =>
  ({
    name: 'izmir',
    country: 'TR',
    population: 4_500_000,
    domain: 'izmir.example',
    contact: { email: 'it@izmir.example' },
    profile: 'pilot',
    targets: {
      kubernetes,
      aws: { region: 'eu-central-1', hostedZone: { id: 'Z0123456789ABC', name: 'izmir.example' } },
    },
  }) as const;

/** What a component of the platform is told that the cluster lacks. */
function lacking(kubernetes: object): Partial<Record<Trait, string>> {
  const { platform } = new CityPlatformChart(new App(), 'izmir', { city: city(kubernetes) });
  return Object.fromEntries(
    traits.flatMap((trait) => {
      const reason = lackOf(platform.broker.service, trait);
      return reason ? [[trait, reason]] : [];
    }),
  );
}

test('a component can ask what the cluster lacks, each with the reason', () => {
  expect(lacking({ edge: { kind: 'ingress' } })).toEqual({
    backups: 'targets.kubernetes names no objectStore to keep them in.',
    metrics: 'targets.kubernetes names no namespace of who may read them.',
    tcpEdge: 'An Ingress carries HTTP only.',
    alarms: 'targets.kubernetes names no prometheusRules to render them for.',
    dashboards: 'targets.kubernetes names no prometheusRules to render them for.',
  });
  const unread = 'targets.kubernetes names no namespace of who may read the numbers that they are about.';
  expect(lacking({ prometheusRules: {} })).toMatchObject({ alarms: unread, dashboards: unread });
  expect(
    lacking({
      objectStore,
      prometheusRules: {},
      operatorNamespaces: { monitoring: 'monitoring' },
      edge: { kind: 'loadBalancer', clusterIssuer: 'letsencrypt' },
    }),
  ).toEqual({});
});

test('a city whose cluster lacks backups does without, and its report says why', () => {
  const { platform } = new CityPlatformChart(new App(), 'izmir', { city: city({}) });
  expect(
    optOuts(platform)
      .filter(({ measure }) => measure === 'backups')
      .map(({ reason }) => reason),
  ).toEqual(Array(2).fill('targets.kubernetes names no objectStore to keep them in.'));
});

test('AWS has backups, shared volumes and an edge for TCP; the platform knows its peers', () => {
  const peers = [{ id: 'istanbul', title: 'İstanbul', gateway: 'https://api.istanbul.example' }];
  const { platform } = new CityPlatformStack(new CdkApp({ analyticsReporting: false }), 'izmir', {
    city: city({}),
    peers,
  });
  expect(traits.filter((trait) => lackOf(platform.broker.service, trait))).toEqual(['metrics']);
  expect(platform.monitoring).toBeDefined();
  expect(platform.peers).toEqual(peers);
});
