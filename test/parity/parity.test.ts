import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import { CityPlatformChart } from '../../charts';
import { CityPlatformProject } from '../../compose';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { parseCity } from '../../constructs/spec/city';
import { Component } from '../../constructs/waist/component';
import { CityPlatformStack } from '../../stacks/city-platform-stack';
import { CityPlatformEksStack } from '../../stacks/eks/city-platform-eks-stack';
import { cleanUp, type Json, specOf, synthesise } from '../stacks/synthesis';
import { flatTemplate } from '../support/flat-template';
import { awsFacts } from './aws';
import { composeFacts } from './compose';
import { differences } from './differences';
import { type ComparedCity, parityDocument } from './document';
import { aspects, type Fact } from './facts';
import { kubernetesFacts } from './kubernetes';
import { covers, reasons } from './reasons';

/** A pilot of Izmir fits on one machine too, so that all targets can be asked for the same city. */
const pilot = (spec: Json): void => {
  Object.assign(spec, { profile: 'pilot', broker: { bus: 'memory' } });
  spec.targets.compose = {};
};
const pilotOfIzmir = (): Json => {
  const spec = specOf('izmir');
  pilot(spec);
  return spec;
};
const smallTown = (): Json => parse(readFileSync('examples/small-town/city.yaml', 'utf8'));

const claimFacts = (platform: CityPlatform): Fact[] =>
  Component.all(platform).flatMap(({ title, claims }) =>
    claims.map(({ mim, check }): Fact => ({ subject: title, aspect: 'claim', value: `${mim} by ${check}` })),
  );

function kubernetes(spec: Json): Fact[] {
  const chart = new CityPlatformChart(Testing.app(), spec.name, { city: parseCity(spec) });
  return [...kubernetesFacts(chart.toJson()), ...claimFacts(chart.platform)];
}

function aws(example: 'izmir' | 'istanbul', change?: (spec: Json) => void): Fact[] {
  const spec = specOf(example);
  change?.(spec);
  const { template, folder } = synthesise(example, change);
  const { platform } = new CityPlatformStack(new App(), spec.name, { city: parseCity(spec) });
  return [...awsFacts(template, folder), ...claimFacts(platform)];
}

/** Objects in the cluster, and what AWS runs beside it. */
function eks(spec: Json): Fact[] {
  const outdir = mkdtempSync(join(tmpdir(), 'citykit-eks-'));
  try {
    const app = new App({ outdir });
    const stack = new CityPlatformEksStack(app, spec.name, { city: parseCity(spec) });
    app.synth();
    const beside = awsFacts(flatTemplate(outdir, stack.templateFile), outdir);
    return [...kubernetesFacts(stack.objects.objects), ...beside, ...claimFacts(stack.platform)];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function compose(spec: Json): Fact[] {
  const { file, files, platform } = new CityPlatformProject({ city: parseCity(spec) });
  return [...composeFacts(file, files), ...claimFacts(platform)];
}

let cities: readonly ComparedCity[];

beforeAll(() => {
  cities = [
    {
      title: 'Izmir',
      facts: { Kubernetes: kubernetes(specOf('izmir')), AWS: aws('izmir'), EKS: eks(specOf('izmir')) },
    },
    {
      title: 'Istanbul',
      facts: { Kubernetes: kubernetes(specOf('istanbul')), AWS: aws('istanbul'), EKS: eks(specOf('istanbul')) },
    },
    { title: 'Small Town', facts: { Kubernetes: kubernetes(smallTown()), Compose: compose(smallTown()) } },
    {
      title: 'a pilot of Izmir',
      facts: {
        Kubernetes: kubernetes(pilotOfIzmir()),
        AWS: aws('izmir', pilot),
        EKS: eks(pilotOfIzmir()),
        Compose: compose(pilotOfIzmir()),
      },
    },
  ];
});

afterAll(cleanUp);

const all = () => cities.flatMap(({ facts }) => differences(facts));

test('of each city, each target says something of everything that is compared', () => {
  for (const { title, facts } of cities) {
    for (const [target, own] of Object.entries(facts)) {
      const missing = aspects.filter((aspect) => !own.some((fact) => fact.aspect === aspect));
      // A network of Compose has no ports.
      expect([title, target, missing]).toEqual([title, target, target === 'Compose' ? ['port', 'reaches-port'] : []]);
    }
  }
});

test('targets differ for a reason that is written down', () => {
  const without = all().filter((difference) => !reasons.some((reason) => covers(reason, difference)));
  expect(without.map(({ subject, aspect, value, on }) => `${subject} ${aspect} ${value}: ${on}`)).toEqual([]);
});

test('every reason has a difference', () => {
  expect(reasons.filter((reason) => !all().some((difference) => covers(reason, difference)))).toEqual([]);
});

test('the table says so: RECORD=1 npx jest test/parity writes it', () => {
  const file = 'docs/reference/parity.md';
  const text = parityDocument(cities, reasons);
  if (process.env.RECORD) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
