import { type CostEstimate, sumOf } from '../../../cli/cost/aws-cost';
import { priceDays } from '../../../cli/cost/aws-prices';
import type { CityReport } from '../../../cli/report/city-report';
import { english } from '../../../cli/report/language/english';
import type { MechanismText } from '../../../cli/report/language/language';
import { mechanismIds, mechanisms } from '../../../cli/report/mechanisms';
import { page } from '../../../cli/report/page';
import { memorySum } from '../../../cli/report/sizes';
import { targets } from '../../../cli/targets';
import { loadSpec } from '../../../constructs/files/load-spec';
import { type City, parseCity } from '../../../constructs/spec/city';
import { checks } from '../../../constructs/waist/checks';
import { images } from '../../../constructs/waist/images';
import { istanbulInSharedCluster, reportOf } from './support/example-report';

const hostile = `<script>alert("1")</script> & 'İ' <img src=x onerror=alert(2)>`;

let izmir: CityReport;
let istanbul: CityReport;
let smallTown: CityReport;
let federation: string;
let alone: string;
let turkish: string;

beforeAll(async () => {
  const load = async (file: string): Promise<City> => {
    const spec = await loadSpec(file);
    if (spec.kind !== 'city') throw new Error(`${file} is no city`);
    return spec.city;
  };
  izmir = await reportOf(await load('examples/izmir/city.yaml'), 'kubernetes', 'aws');
  istanbul = await reportOf(await load('examples/istanbul/city.yaml'), 'kubernetes', 'aws');
  smallTown = await reportOf(await load('examples/small-town/city.yaml'), 'kubernetes');
  federation = await page({ title: 'Türkiye', cities: [istanbul, izmir], language: 'en' });
  alone = await page({ title: 'Small Town', cities: [smallTown], language: 'en' });
  turkish = await page({ title: 'İzmir', cities: [izmir] });
});

/** The text of a page as a reader sees it, in one line. */
function textOf(markup: string): string {
  return markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<wbr>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');
}

/** The part of a page between a heading and the next of its level or above. */
function partOf(markup: string, level: number, heading: string): string {
  const start = markup.search(new RegExp(`<h${level}[^>]*>${heading}`));
  if (start < 0) throw new Error(`no h${level} ${heading}`);
  const rest = markup.slice(start + 1);
  const end = rest.search(new RegExp(`<h[1-${level}]|</section>`));
  return end < 0 ? rest : rest.slice(0, end);
}

describe('what stands on it', () => {
  test('each component with its upstream program, version, licence, architectures, replicas and image', () => {
    const part = textOf(partOf(alone, 3, 'Components'));
    const { name, tag } = images.scorpio;
    expect(part).toContain(`Context broker Scorpio ${tag} BSD-3-Clause amd64 1 ${name}:${tag} `);
    expect(smallTown.components.map(({ title }) => title).sort()).toEqual([
      'Context broker',
      'Data model registry',
      'Features and history',
      'Gateway',
      'Identity',
      'Open data portal',
      'Publisher',
    ]);
    for (const { title, upstream } of smallTown.components) {
      expect(part).toContain(`${title} ${upstream.title} ${upstream.image.tag} ${upstream.image.licence} `);
    }
  });

  test('the sum of all sizes against the budget of the profile, in words and as a bar', () => {
    const sum = memorySum(smallTown.programs);
    const expected = smallTown.programs.reduce((total, { least, memory }) => total + least * memory, 0);
    expect(sum).toBe(expected);
    expect(smallTown.budget).toBe(6144);
    const part = partOf(alone, 3, 'Sizes');
    expect(textOf(part)).toContain(`${Math.round((sum / 6144) * 100)} % of the 6 GiB that the laptop profile allows.`);
    const widths = [...part.matchAll(/style="width:([\d.]+)%"/g)].map(([, width]) => Number(width));
    expect(widths.reduce((total, width) => total + width, 0)).toBeCloseTo((sum / 6144) * 100, 0);
    for (const { title } of smallTown.programs) expect(textOf(part)).toContain(title);
  });

  test('each target with its folder, its kinds and counts, and the commands', () => {
    const part = textOf(partOf(federation, 3, 'Deployment'));
    expect(part).toContain('kubectl create namespace istanbul');
    expect(part).toContain('kubectl apply --server-side -f istanbul/kubernetes');
    expect(part).toContain(
      'kubectl --namespace istanbul wait --for=condition=Available deployment --selector app.kubernetes.io/part-of=istanbul',
    );
    expect(part).toContain('npx cdk bootstrap --app istanbul/aws');
    expect(part).toContain('npx cdk deploy --app istanbul/aws');
    for (const { objects } of istanbul.targets) {
      for (const [kind, count] of Object.entries(objects)) expect(part).toContain(`${kind} ${count} `);
    }
  });

  test('what a cluster needs first: only what the objects use', () => {
    const names = (report: CityReport) => report.targets[0]?.prerequisites.map(({ name }) => name);
    expect(names(istanbul)).toEqual([
      'DNS records',
      'Kubernetes',
      'Nodes of amd64',
      'Cluster DNS',
      'API server',
      'CloudNativePG',
      'Barman Cloud plugin of CloudNativePG',
      'Strimzi',
      'External Secrets Operator',
      'Gateway API',
      'Prometheus Operator',
      'StorageClass fast',
      'StorageClass shared',
      'Metrics Server',
      'Gateway edge/public',
      'Secret object-store',
      'ClusterSecretStore vault',
      'Secret chirpstack',
      'Secret telemetry',
    ]);
    expect(names(izmir)).toEqual([
      'DNS records',
      'Kubernetes',
      'Nodes of amd64',
      'Cluster DNS',
      'API server',
      'CloudNativePG',
      'Barman Cloud plugin of CloudNativePG',
      'Strimzi',
      'Prometheus Operator',
      'Default StorageClass',
      'StorageClass shared',
      'Metrics Server',
      'Ingress controller of the class traefik',
      'ClusterIssuer letsencrypt',
      'Secret object-store',
    ]);
    expect(names(smallTown)).toEqual([
      'Kubernetes',
      'Nodes of amd64',
      'Cluster DNS',
      'API server',
      'Default StorageClass',
      'Ingress controller of the default class',
    ]);
    expect(textOf(federation)).toContain('It has to let through bodies of 51 MiB.');
    expect(textOf(federation)).toContain(
      'In the namespace izmir, with accessKeyId and secretAccessKey for the bucket izmir-backups at https://objects.izmir.example.',
    );
    expect(textOf(federation)).toContain('istanbul-database-admin (password)');
  });

  test('what an account needs first', () => {
    expect(izmir.targets[1]?.prerequisites.map(({ name }) => name)).toEqual([
      'Credentials',
      'CDK bootstrap stack',
      'Hosted zone Z0123456789EXAMPLE',
      'Mailbox operations@izmir.example',
    ]);
  });

  test('what a cluster of EKS that exists needs first, and what its owner does before anybody deploys', async () => {
    const city = istanbulInSharedCluster();
    const [made] = (await reportOf(city, 'eks')).targets;
    const { prerequisites } = made!;
    expect(prerequisites.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Cluster of EKS shared',
        'cluster-access.yaml',
        'AWS Load Balancer Controller',
        'Amazon EFS CSI driver',
        'Metrics Server',
        'StorageClass gp3',
      ]),
    );
    const dns = prerequisites.find(({ name }) => name === 'Cluster DNS');
    expect(dns?.need).toContain('say so in targets.aws.eks.existing.dns.');
    expect(targets.eks.steps(city, 'istanbul/eks').map(({ command }) => command)).toEqual([
      'kubectl apply --server-side -f istanbul/eks/cluster-access.yaml',
      'npx cdk bootstrap --app istanbul/eks',
      'npx cdk deploy --app istanbul/eks',
    ]);
  });

  test('every gate of each target, and how much has passed it', () => {
    const part = textOf(partOf(federation, 2, 'Gates'));
    const total = (at: number) => {
      return [istanbul, izmir].flatMap(({ targets }) => Object.values(targets[at]!.objects)).reduce((a, b) => a + b, 0);
    };
    for (const gate of ['schema', 'consistency', 'policy', 'budget']) {
      expect(part).toMatch(new RegExp(` ${gate} Kubernetes .+? ${total(0).toLocaleString('en')} objects passed`));
    }
    for (const gate of ['cloudformation', 'cdk-nag']) {
      expect(part).toMatch(new RegExp(` ${gate} AWS .+? ${total(1).toLocaleString('en')} resources passed`));
    }
  });

  test('every claim with its check, and that the page proves none', () => {
    const part = textOf(partOf(alone, 3, 'Minimal Interoperability Mechanisms'));
    expect(part).toContain('This page proves none of them: nothing runs yet.');
    const claims = smallTown.components.flatMap((component) => component.claims);
    expect(claims.length).toBeGreaterThan(10);
    for (const { mim, requirements, check } of claims) {
      expect(part).toContain(`${mim} ${requirements.join(', ')} `);
      expect(part).toContain(`${check} ${checks[check]}`);
    }
  });

  test('every opt-out with its reason', () => {
    const part = textOf(partOf(alone, 3, 'Opt-outs'));
    expect(smallTown.optOuts.length).toBeGreaterThan(0);
    for (const { measure, reason } of smallTown.optOuts) {
      expect(part).toContain(measure);
      expect(part).toContain(reason);
    }
    expect(part).toContain('The laptop profile is for trying things out and holds no data of record.');
  });

  test('every mechanism is explained, and of each that is not claimed it says why', () => {
    const part = textOf(partOf(alone, 3, 'Minimal Interoperability Mechanisms'));
    const claimed = new Set<string>(smallTown.components.flatMap((one) => one.claims.map(({ mim }) => mim)));
    expect([...claimed].filter((mim) => !(mim in mechanisms))).toEqual([]);
    for (const id of mechanismIds) {
      const { name, about, why } = english.mechanisms[id] as MechanismText;
      expect(part).toContain(`${id} ${name} ${about}`);
      // A mechanism has a reason for not being claimed exactly when it is not.
      expect([id, why !== undefined]).toEqual([id, !claimed.has(id)]);
      if (why) expect(part).toContain(`Not claimed. ${why}`);
    }
    expect(part).toContain('Not claimed of it: R1.1, R1.3, R1.4, R3.2. No check shows them yet.');
    const numbers = smallTown.components.flatMap(({ claims }) =>
      claims.flatMap(({ mim, requirements }) => requirements.map((one) => `${mim} ${one}`)),
    );
    const known = Object.entries(mechanisms).flatMap(([mim, all]) => all.map((one) => `${mim} ${one}`));
    expect(numbers.filter((number) => !known.includes(number))).toEqual([]);
  });

  test('the addresses come first: the portal, then the API', () => {
    expect(textOf(alone)).toMatch(/Small Town Addresses Open data portal data\.small-town\.localhost\/ .+ API api\./);
    expect(alone).toContain('<a href="https://data.small-town.localhost/">');
    expect(alone).toContain('<a href="https://api.small-town.localhost/ngsi-ld/v1">');
    const start = federation.indexOf('<main>');
    expect(textOf(federation.slice(start, start + 3000))).toMatch(
      /Addresses .+ İstanbul data\.istanbul\.example\/ api\./,
    );
  });

  test('opt-outs and what is needed come before everything that is only to be known', () => {
    const order = ['Addresses', 'Opt-outs', 'Deployment', 'Architecture', 'Components'];
    const places = order.map((heading) => alone.search(new RegExp(`<h3>${heading}`)));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(alone).toMatch(/<div class="callout">\n<h3>Opt-outs/);
  });

  test('what it costs on AWS a month, with what is not known and what is assumed', () => {
    const part = textOf(
      partOf(federation.slice(federation.indexOf('<section id="city-izmir"')), 3, 'Cost on AWS, a month'),
    );
    const estimate = izmir.targets[1]?.cost as CostEstimate;
    const { dollars } = sumOf(estimate.lines, 'eu-central-1');
    expect(part).toContain(`At least $${Math.round(dollars).toLocaleString('en-US')} a month in eu-central-1.`);
    expect(part).toContain(`Total at least $${Math.round(dollars).toLocaleString('en-US')} `);
    expect(part).toContain(
      'Not in the sum, because no price is known here: Network load balancer; MSK, kafka.t3.small; MSK, storage; CloudWatch, metric.',
    );
    expect(part).toContain('An estimate, not an offer: list prices on demand, in US dollars without taxes, of 2026-');
    expect(part).toContain('A month has 730 hours');
    expect(part).toMatch(/PostgreSQL Aurora Serverless v2, capacity 7,300 ACU-hours \$0\.14 \/ ACU-hour \$1,022/);
    expect(part).toMatch(/eu-west-1 \$[\d,]+ \(without 5 prices that are not known\), eu-north-1 \$[\d,]+ /);
    expect(alone).not.toContain('Cost on AWS');
    expect(textOf(partOf(federation, 2, 'At a glance'))).toContain(
      `at least $${Math.round(dollars).toLocaleString('en-US')}`,
    );
  });

  test('every way out: to the internet, and to the servers of others that a program refers to', () => {
    const part = textOf(federation.slice(federation.indexOf('<section id="city-istanbul"')));
    expect(part).toContain('Context broker: Notifications the internet, port 443 Subscribers are notified.');
    expect(part).toContain('Telemetry: OpenTelemetry Collector otlp.istanbul.example, port 443 Receiver of telemetry');
  });

  test('in the picture a server of others has its own name, and is no caller', () => {
    const part = textOf(partOf(federation.slice(federation.indexOf('<section id="city-istanbul"')), 3, 'Architecture'));
    expect(part.match(/People, devices, services/g)).toHaveLength(2);
    expect(part).toContain('Receiver of telemetry otlp.istanbul.example');
  });

  test('in words each path says which of several programs of one kind it leads to', () => {
    const part = textOf(partOf(federation.slice(federation.indexOf('<section id="city-istanbul"')), 3, 'Architecture'));
    const [, gateway = ''] = /envoy v\S+ ×3–9 Opens connections to: (.+?) Edge/.exec(part) ?? [];
    expect(gateway).toContain('Publisher: Node.js 8080');
    expect(gateway).toContain('Features and history: Node.js 8080');
    expect(gateway).toContain('Scorpio 9090');
    expect(gateway.match(/Node\.js/g)).toHaveLength(gateway.match(/: Node\.js/g)?.length ?? 0);
  });

  test('what is needed first names components as the page does', async () => {
    const part = textOf(partOf(await page({ title: 'İstanbul', cities: [istanbul], language: 'tr' }), 3, 'Kurulum'));
    expect(part).toContain('Cihaz geçidi bileşeninin okuduğu değerdir');
    expect(part).not.toContain('Device gateway');
  });

  test('tenants, data models, and what is open under which licence', () => {
    const part = textOf(federation.slice(federation.indexOf('<section id="city-izmir"')));
    expect(part).toContain('Ferry terminal FerryTerminal Public transport CC0-1.0');
    expect(part).toContain(
      'FerryTerminal Ferry terminal the city’s own 4 A landing stage of the ferries across the gulf.',
    );
    expect(part).toContain('Air quality air_quality');
  });

  test('a city without tenants, models or open data says so', async () => {
    const bare = parseCity({ name: 'bare', country: 'TR', population: 5000, profile: 'laptop' });
    const text = textOf(await page({ title: 'Bare', cities: [await reportOf(bare, 'kubernetes')], language: 'en' }));
    expect(text).toContain('Nothing is published.');
    expect(text).toContain('all entities belong to the default tenant');
  });

  test('the cities of a federation side by side', () => {
    const part = textOf(partOf(federation, 2, 'At a glance'));
    expect(part).toMatch(
      /The 2 cities side by side .+ İstanbul TR 15,754,053 city 7 17 6 1,000\/s .+ İzmir TR 4,504,185 city 6 16 7 /,
    );
  });

  test('one picture for cities of the same architecture', async () => {
    const twin = { ...izmir, city: { ...izmir.city, name: 'twin', title: 'Twin' } };
    const both = await page({ title: 'Both', cities: [izmir, twin], language: 'en' });
    expect(both.match(/<svg /g)).toHaveLength(1);
    expect(both).toContain('The same as that of <a href="#city-izmir">İzmir</a>.');
    expect(federation.match(/<svg /g)).toHaveLength(2);
  });
});

describe('how it is made', () => {
  test('whatever people write stays text', async () => {
    const city = parseCity({
      name: 'hostile',
      title: hostile.slice(0, 60),
      country: 'TR',
      population: 5000,
      profile: 'laptop',
      tenants: [{ id: 'one', title: hostile }],
      dataModels: [
        {
          type: 'Own',
          title: hostile,
          description: hostile,
          attributes: { name: { kind: 'Property', iri: 'https://schema.org/name' } },
        },
      ],
      openData: [{ type: 'Own', tenant: 'one', licence: 'CC0-1.0', title: hostile }],
      backups: { enabled: false, reason: hostile },
    });
    const markup = await page({ title: hostile, cities: [await reportOf(city, 'kubernetes')] });
    expect(markup).not.toMatch(/<(script|img)/);
    const tags = [...markup.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag);
    const known = new Set([...alone.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag));
    expect(tags.filter((tag) => !known.has(tag))).toEqual([]);
    expect(textOf(markup).split(hostile).length - 1).toBeGreaterThanOrEqual(6);
  });

  test('the same cities give the same page, byte for byte', async () => {
    expect(await page({ title: 'Türkiye', cities: [istanbul, izmir], language: 'en' })).toBe(federation);
    expect(await page({ title: 'İzmir', cities: [izmir], language: 'tr' })).toBe(turkish);
  });

  test('neither the machine nor the day stands on it', () => {
    for (const markup of [federation, alone]) {
      expect(markup).not.toContain(process.cwd());
      expect(markup).not.toMatch(/\/tmp\/|\/home\/|\/root\//);
      const { first, last } = priceDays();
      const days = markup.match(/\b20\d\d-\d\d-\d\d\b/g) ?? [];
      expect(days.filter((day) => day !== first && day !== last)).toEqual([]);
      expect(markup).not.toMatch(/\d\d:\d\d:\d\d/);
    }
  });

  test('it loads nothing: no script, no image, no font, no style from elsewhere', () => {
    for (const markup of [federation, alone]) {
      expect(markup).not.toMatch(/<script|<img|<iframe|<object|<embed|\ssrc=|url\(|@import|@font-face|\son[a-z]+="/);
      expect(markup.match(/<link [^>]*>/g)).toEqual(['<link rel="icon" href="data:,">']);
    }
  });

  test('headings go down one level at a time, and ids are there once', () => {
    for (const markup of [federation, alone]) {
      const levels = [...markup.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels[0]).toBe(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.filter((level, at) => level - (levels[at - 1] ?? 0) > 1)).toEqual([]);
      const ids = [...markup.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('a city of any name has ids of its own', async () => {
    const named = (name: string) => ({ ...smallTown, city: { ...smallTown.city, name } });
    const markup = await page({
      title: 'All',
      cities: ['gates', 'overview', 'addresses', 'city-gates', 'title-gates'].map(named),
    });
    const ids = [...markup.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('each link within the page leads somewhere', () => {
    const ids = new Set([...federation.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const targets = [...federation.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!);
    expect(targets.length).toBeGreaterThan(4);
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('each table has a caption and headings of columns and rows', () => {
    const tables = federation.match(/<table[\s\S]*?<\/table>/g) ?? [];
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      expect(table).toMatch(/<caption>[^<]+<\/caption>\n<thead><tr><th scope="col"/);
      const rows = table.match(/<tr>/g)!.length - 1;
      expect(table.match(/<th scope="row"/g)).toHaveLength(rows);
      expect(rows).toBeGreaterThan(0);
    }
  });
});
