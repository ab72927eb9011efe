import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lost, type Stateful, statefulOf } from './stateful';
import { cleanUp, examples, type Json, synthesise, type Template } from './synthesis';

const file = (example: string) => join(__dirname, 'recorded', `${example}.json`);
const recorded = (example: string): Stateful => JSON.parse(readFileSync(file(example), 'utf8'));

/** Changes of a spec that must not touch what is stored. */
const harmless: Readonly<Record<string, (spec: Json) => void>> = {
  'title, contact and languages': (spec) => {
    spec.title = 'Another title';
    spec.contact = { name: 'Others', email: 'others@izmir.example' };
    spec.languages = ['tr', 'de'];
  },
  'tenants, data models and open data': (spec) => {
    const { id } = spec.tenants.shift();
    spec.tenants.push({ id: 'harbour', title: 'Harbour' });
    spec.openData = spec.openData.filter(({ tenant }: Json) => tenant !== id);
    spec.devices = spec.devices.filter(({ tenant }: Json) => tenant !== id);
    const others = spec.dataModels.filter((model: Json) => !['KeyPerformanceIndicator', 'Building'].includes(model));
    spec.dataModels = [...others, 'Building'];
  },
  'replicas, load and the limits of the gateway': (spec) => {
    spec.broker = { ...spec.broker, replicas: 4 };
    spec.openDataPortal = { replicas: 3 };
    spec.load = { devices: 65_000 };
    spec.gateway = { requestsPerSecond: 5000, maxBodyMegabytes: 5, corsOrigins: [] };
  },
  'alarms, backups and rules for signing in': (spec) => {
    spec.targets.aws.alarmEmail = 'night@izmir.example';
    spec.backups = { retentionDays: 35 };
    spec.identity = { passwordMinLength: 16, accessTokenMinutes: 10, multiFactor: 'optional' };
  },
};

let plain: Record<(typeof examples)[number], Template>;

beforeAll(() => {
  plain = { izmir: synthesise('izmir').template, istanbul: synthesise('istanbul').template };
});

afterAll(cleanUp);

test.each(examples)(
  'an update of %s to this version of the kit loses nothing that the recorded one stores',
  (example) => {
    const now = statefulOf(plain[example]);
    // Record what a release deploys: RECORD=1 npx jest test/stacks/replacement. A line that changes is data lost.
    if (process.env.RECORD === '1') writeFileSync(file(example), `${JSON.stringify(now, undefined, 1)}\n`);
    expect(lost(recorded(example), now)).toEqual([]);
    expect(Object.keys(now)).toEqual(Object.keys(recorded(example)));
  },
);

test.each(Object.entries(harmless))('an update of izmir with other %s changes it but loses nothing', (_, change) => {
  const changed = synthesise('izmir', change).template;
  expect(changed).not.toEqual(plain.izmir);
  expect(lost(recorded('izmir'), statefulOf(changed))).toEqual([]);
});

test('an update of istanbul with all of that at once loses nothing', () => {
  const { template } = synthesise('istanbul', (spec) => {
    for (const change of Object.values(harmless)) change(spec);
  });
  expect(lost(recorded('istanbul'), statefulOf(template))).toEqual([]);
});

test('an update to other subnets for the databases is told to replace what lies in them', () => {
  const { template } = synthesise('istanbul', (spec) => {
    spec.targets.aws.vpc.databaseSubnetIds.reverse();
  });
  expect(lost(recorded('istanbul'), statefulOf(template)).map((line) => line.replace(/^\S+ /, ''))).toEqual([
    '(AWS::MSK::Cluster) is replaced: BrokerNodeGroupInfo.ClientSubnets',
  ]);
});

test('an update that renames a component is told to lose what it stores', () => {
  const before = recorded('izmir');
  const renamed = Object.fromEntries(Object.entries(before).map(([id, one]) => [id.replace('PortalFiles', 'X'), one]));
  expect(lost(before, renamed)).toEqual(
    Object.entries(before)
      .filter(([id]) => id.includes('PortalFiles'))
      .map(([id, { Type }]) => `${id} (${Type}) is gone`),
  );
  expect(lost(before, renamed)).not.toEqual([]);
});
