import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Image, images } from '../../constructs/waist/images';

/** The part of the real tests that runs instead of an image: of the image's version, or of another for a reason. */
const tested: Readonly<Record<keyof typeof images, string | { readonly otherwise: string }>> = {
  scorpio: { otherwise: 'No registry of packages has Scorpio: the version is that of the folder at hand.' },
  scorpioKafka: { otherwise: 'As Scorpio, with messages in memory.' },
  keycloak: 'keycloak',
  apicurioRegistry: 'apicurio',
  envoy: 'envoy',
  grafana: {
    otherwise:
      'No registry of packages has Grafana: every query is asked of a real database and a real Prometheus instead.',
  },
  otelcol: 'otelcol',
  ckan: 'ckan',
  ckanSolr: {
    otherwise: 'The tag names a release of CKAN and a major version of Solr; the part has that major version.',
  },
  valkey: { otherwise: 'Distributions package Redis, which speaks the same protocol and takes the same options.' },
  postgis: { otherwise: "The distribution's PostgreSQL: every statement of the kit has to work on 14 and newer." },
  postgresClient: { otherwise: "The distribution's psql." },
  cnpgPostgis: { otherwise: 'The operator and its images are in no registry of packages.' },
  restic: 'restic',
  node: { otherwise: 'The Node that runs the tests: CI runs them on two major versions, 24 among them.' },
  nginx: { otherwise: "The distribution's nginx, which is older." },
  busybox: { otherwise: "The distribution's shell and tools." },
};

const parts = join(__dirname, '../real/parts');

function versionOf(part: string): string | undefined {
  return /^version=(\S+)$/m.exec(readFileSync(join(parts, `${part}.sh`), 'utf8'))?.[1];
}

/** `v1.40.0` and `1.40.0` name one version. */
const plain = ({ tag }: Image) => tag.replace(/^v/, '');

const all = Object.entries<Image>(images);

test.each(all)('the image %s says where upstream names its architectures', (_, { architecturesFrom }) => {
  expect(architecturesFrom).toMatch(/^https:\/\/\S+$/);
});

test('what upstream builds on one runner without naming platforms runs on amd64 alone', () => {
  const single = all.filter(([, { architectures }]) => architectures.join() === 'amd64').map(([name]) => name);
  expect(single).toEqual(['scorpio', 'scorpioKafka', 'ckan', 'ckanSolr', 'postgis', 'cnpgPostgis']);
});

test('what stands beside other images in a pod or task runs wherever these do', () => {
  for (const { architectures } of [images.busybox, images.node, images.postgresClient, images.restic]) {
    expect(architectures).toEqual(['amd64', 'arm64']);
  }
});

const exact = Object.entries(tested).filter(
  (entry): entry is [keyof typeof images, string] => typeof entry[1] === 'string',
);

test.each(exact)('the image %s has the version of the part %s', (name, part) => {
  expect(versionOf(part)).toBe(plain(images[name]));
});

test("Solr's part has the major version that the image's tag names", () => {
  expect(`solr${versionOf('solr')?.split('.')[0]}`).toBe(images.ckanSolr.tag.split('-')[1]);
});
