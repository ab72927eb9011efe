import { gzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { helmChart } from '../../../charts/helm';
import { templateOf } from '../../../charts/helm/slots';
import { synthKubernetes } from '../../../charts/synth';
import { loadSpec } from '../../../constructs/files/load-spec';
import type { City } from '../../../constructs/spec/city';

async function chartOf(name: string) {
  const spec = await loadSpec(`examples/${name}/city.yaml`);
  const { city } = spec as { city: City };
  const { objects } = synthKubernetes(city);
  const { namespace } = city.targets.kubernetes;
  return { objects, ...helmChart(objects, { name: city.name, description: city.name, namespace, version: '1.2.3' }) };
}

describe.each(['small-town', 'izmir', 'istanbul'])('the chart of %s', (name) => {
  let chart: Awaited<ReturnType<typeof chartOf>>;
  beforeAll(async () => {
    chart = await chartOf(name);
  });

  test('holds every object once, but for the namespace that it is installed into', () => {
    const files = [...chart.files].filter(([path]) => /^(files|templates)\/\d/.test(path));
    const kinds = files.map(([, text]) => /^kind: (\w+)$/m.exec(text)?.[1]);
    const expected = (chart.objects as { kind: string }[])
      .map(({ kind }) => kind)
      .filter((kind) => !['ConfigMap', 'Namespace'].includes(kind));
    expect(kinds.sort()).toEqual(expected.sort());
    expect(chart.namespace).toContain('kind: Namespace');
  });

  test('hands on what no value decides without a template, and each file once', () => {
    const handed = [...(chart.files.get('templates/files.yaml') ?? '').matchAll(/\.Files\.Get "(.*)"/g)].map(
      ([, file]) => file,
    );
    expect(handed).toEqual([...chart.files.keys()].filter((path) => path.startsWith('files/')));
    for (const file of handed) expect(parseAllDocuments(chart.files.get(file as string) ?? '')).toHaveLength(1);
  });

  test('names every image, and takes each container’s from the values', () => {
    const images = new Set(Object.values(chart.values.images));
    for (const [path, text] of chart.files) {
      if (path.startsWith('templates/')) expect(text).not.toMatch(/^ *-? ?image(Name)?: (?!\{\{)/m);
    }
    expect([...images].every((image) => /:[^:/]+$/.test(image) && !image.endsWith(':latest'))).toBe(true);
  });

  test('has values that fulfil their own schema, and refuses others', () => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(
      JSON.parse(chart.files.get('values.schema.json') ?? ''),
    );
    const values = parse(chart.files.get('values.yaml') ?? '');
    expect([validate(values), validate.errors]).toEqual([true, null]);
    const [image = ''] = Object.keys(values.images);
    const [workload = ''] = Object.keys(values.workloads);
    for (const wrong of [
      { images: { [image]: 'node:latest' } },
      { images: { [image]: 'node' } },
      { images: { unknown: 'node:24' } },
      { workloads: { unknown: {} } },
      { workloads: { [workload]: { resources: { requests: { memory: 'much' }, limits: {} } } } },
      { imagePullSecrets: ['registry'] },
      { replicas: 3 },
    ])
      expect([wrong, validate({ ...values, ...wrong })]).toEqual([wrong, false]);
  });

  test('is kept in the cluster', () => {
    // Helm keeps a release, chart and objects, compressed in a Secret, which holds 1 MiB.

    const release = [...chart.files.values(), ...chart.files.values()].join('');
    expect(gzipSync(release, { level: 9 }).length * (4 / 3)).toBeLessThan(500_000);
  });
});

test('braces that an application reads are its own', () => {
  const mark = 'citykit-slot-1';
  const slots = new Map([[mark, { mark, form: 'scalar' as const, expression: '.Values.one' }]]);
  expect(templateOf(`a: ${mark}\nb: "{{label}}"\n`, slots)).toBe('a: {{ .Values.one }}\nb: "{{ "{{" }}label}}"\n');
});

test('what is empty leaves no field behind', () => {
  const mark = 'citykit-slot-7';
  const slots = new Map([[mark, { mark, form: 'optional' as const, expression: '.Values.some' }]]);
  expect(templateOf(`spec:\n  some: ${mark}\n`, slots)).toBe(
    'spec:\n  {{- with .Values.some }}\n  some: {{- toYaml . | nindent 4 }}\n  {{- end }}\n',
  );
});

test('text that only looks like a mark stays', () => {
  expect(templateOf('a: citykit-slot-9\n', new Map())).toBe('a: citykit-slot-9\n');
});
