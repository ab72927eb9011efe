import { type Construct, RootConstruct } from 'constructs';
import { Gateway } from '../../../constructs/components/gateway/gateway';
import {
  OpenDataPortal,
  type OpenDataPortalProps,
} from '../../../constructs/components/open-data-portal/open-data-portal';
import { images } from '../../../constructs/waist/images';
import { optOuts } from '../../../constructs/waist/opt-out';
import { Job, PostgresServer, Service, type Workload } from '../../../constructs/waist/primitives';
import { Cpu, Size } from '../../../constructs/waist/units';

const compute = { cpu: Cpu.millis(100), memory: Size.mebibytes(512) };
const one = { size: compute, replicas: { min: 1, max: 1 } };

function portalWith(props: Partial<OpenDataPortalProps> = {}) {
  const root = new RootConstruct('city');
  const gateway = new Gateway(root, 'Gateway', { ...one, domain: 'izmir.example', tenants: [] });
  const database = new PostgresServer(root, 'Database', {
    replicas: 1,
    size: compute,
    storage: Size.gibibytes(1),
    backups: { enabled: false, reason: 'a test' },
  });
  const portal = new OpenDataPortal(root, 'Portal', {
    ...one,
    database,
    gateway,
    name: 'izmir',
    title: 'İzmir',
    languages: ['tr', 'en'],
    country: 'TR',
    publisher: { name: 'City of İzmir', email: 'data@izmir.example' },
    adminEmail: 'admin@izmir.example',
    cache: compute,
    search: one,
    catalogue: one,
    files: Size.gibibytes(1),
    backups: { enabled: false, reason: 'a test' },
    index: Size.gibibytes(1),
    ...props,
  });
  return { root, portal, gateway, database };
}

const find = (portal: Construct, id: string) => portal.node.findChild(id);

/** Plain values, and the outputs that references stand for. */
const envOf = ({ env }: Workload) =>
  Object.fromEntries(
    Object.entries(env).map(([name, { parts }]) => [
      name,
      parts.map((part) => (typeof part === 'string' ? part : `<${part.source.node.path}.${part.output}>`)).join(''),
    ]),
  );

test('CKAN is told its public address, its stores and its secrets by variables', () => {
  const { portal } = portalWith();
  expect(envOf(portal.service)).toEqual({
    CKAN_INI: '/citykit/ckan/ckan.ini',
    CKAN_SITE_URL: 'https://data.izmir.example',
    CKAN_STORAGE_PATH: '/var/lib/ckan',
    CKAN_SITE_ID: 'izmir',
    CKAN_SOLR_URL: 'http://<city/Portal/Search.host>:8983/solr/ckan',
    CKAN_REDIS_URL: '<city/Portal/Cache.url>',
    CKAN_DB_HOST: '<city/Database.host>',
    CKAN_DB_PORT: '5432',
    CKAN_DB_NAME: 'city_ckan',
    CKAN_DB_USER: 'city_ckan',
    CKAN_DB_PASSWORD: '<city/Portal/Database/Password.value>',
    CKAN_DATASTORE_NAME: 'city_ckan_datastore',
    CKAN_DATASTORE_USER: 'city_ckan_datastore',
    CKAN_DATASTORE_PASSWORD: '<city/Portal/Datastore/Password.value>',
    CKAN_READER_USER: 'city_ckan_datastore_reader',
    CKAN_READER_PASSWORD: '<city/Portal/Datastore/ReaderPassword.value>',
    CKAN_SESSION_SECRET: '<city/Portal/SessionSecret.value>',
    CKAN_TOKEN_SECRET: '<city/Portal/TokenSecret.value>',
  });
});

test("only the setup knows the administrator's password, and it is in no command", () => {
  const { root, portal } = portalWith();
  const setup = find(portal, 'Setup') as Job;
  const holders = root.node
    .findAll()
    .filter((construct): construct is Workload => construct instanceof Service || construct instanceof Job)
    .filter((workload) => JSON.stringify(envOf(workload)).includes('AdminPassword'));
  expect(holders).toEqual([setup]);
  expect(setup.command).toEqual(['/bin/sh', '/citykit/ckan/setup.sh']);
});

test('setup and service read one and the same configuration', () => {
  const { portal } = portalWith();
  const setup = find(portal, 'Setup') as Job;
  expect(setup.files['/citykit/ckan/ckan.ini']).toEqual(portal.service.files['/citykit/ckan/ckan.ini']);
});

test('many replicas share their files', () => {
  const writers = (max: number) =>
    portalWith({ replicas: { min: 1, max } }).portal.service.volumes['/var/lib/ckan']?.writers;
  expect([writers(1), writers(2)]).toEqual(['one', 'many']);
});

test.each([
  [['pt', 'en'], 'pt_PT', []],
  [['fy', 'nl'], 'en', ['fy']],
  [['nl', 'fy-NL'], 'nl', ['fy-NL']],
])(
  'the pages of a city that speaks %j are in %s, and the report says what is missing',
  (languages, locale, missing) => {
    const { portal } = portalWith({ languages, country: 'PT' });
    expect(portal.service.files['/citykit/ckan/ckan.ini']?.parts).toEqual([
      expect.stringContaining(`\nckan.locale_default = ${locale}\n`),
    ]);
    const lines = optOuts(portal).filter(({ measure }) => measure.startsWith('pages'));
    expect(lines.map(({ measure, reason }) => [measure, reason])).toEqual(
      missing.map((language) => [
        `pages in the language ${language}`,
        'CKAN is not translated into it; its pages are in English instead.',
      ]),
    );
    expect(envOf(portal.catalogue!).LANGUAGES).toBe(languages.join(','));
  },
);

test('what may be uploaded fits through the gateway with the form around it', () => {
  const { portal, gateway } = portalWith();
  const ini = portal.service.files['/citykit/ckan/ckan.ini']?.parts.join('') ?? '';
  const megabytes = /^ckan\.max_resource_size = (\d+)$/m.exec(ini)?.[1];
  const route = gateway.routes.find(({ props }) => props.path === '/');
  expect(Number(megabytes)).toBe(50);
  expect(route?.props.maxBodyBytes).toBe((Number(megabytes) + 1) * 1024 ** 2);
});

test('the report says that no table is made of an uploaded file, unless the city’s own CKAN does', () => {
  const told = (plugins?: readonly string[]) => {
    const image = { ...images.ckan, name: 'registry.izmir.example/ckan' };
    const { portal } = portalWith(plugins ? { ownCkan: { image, plugins, servesDcatAp: true } } : {});
    return optOuts(portal).some(({ measure }) => measure === 'tables made of uploaded files');
  };
  expect([told(), told(['datastore']), told(['datastore', 'xloader'])]).toEqual([true, true, false]);
});

test('the search runs once, and the report says why', () => {
  const { portal } = portalWith();
  const search = find(portal, 'Search') as Service;
  expect(search.singleton).toBe('Its index lies on one disk; CKAN rebuilds it from the database.');
  const others = ['tables made of uploaded files'];
  expect(optOuts(portal).filter(({ measure }) => !others.includes(measure))).toEqual([
    { measure: 'more than one replica', reason: search.singleton, construct: search },
    { measure: 'backups', reason: 'a test', construct: find(portal, 'Files') },
  ]);
});

test('the search writes nothing but its index and a scratch folder', () => {
  const search = find(portalWith().portal, 'Search') as Service;
  expect(Object.keys(search.volumes)).toEqual(['/var/solr']);
  expect(search.scratch).toEqual([{ path: '/tmp' }]);
  expect(envOf(search)).toEqual({
    SOLR_HEAP: '256m',
    LOG4J_PROPS: '/citykit/solr/log4j2.xml',
    GC_LOG_OPTS: '-Xlog:disable -Xlog:all=warning:stderr',
    SOLR_REQUESTLOG_ENABLED: 'false',
    SOLR_LOGS_DIR: '/tmp/solr-logs',
    SOLR_PID_DIR: '/tmp',
  });
});

const paths = ({ gateway }: ReturnType<typeof portalWith>) =>
  Object.fromEntries(gateway.routes.map(({ props }) => [props.path, props.endpoint.source.node.id]));

test('the catalogue is read from CKAN and served at the addresses of DCAT-AP', () => {
  const made = portalWith();
  expect(envOf(made.portal.catalogue!)).toEqual({
    PORT: '8080',
    CKAN_URL: 'http://<city/Portal/Service.host>:5000',
    SITE_URL: 'https://data.izmir.example',
    TITLE: 'İzmir',
    PUBLISHER_NAME: 'City of İzmir',
    PUBLISHER_EMAIL: 'data@izmir.example',
    LANGUAGES: 'tr,en',
  });
  expect(paths(made)).toEqual({
    '/': 'Service',
    '/catalog': 'Catalogue',
    '/catalog.ttl': 'Catalogue',
    '/catalog.jsonld': 'Catalogue',
    '/catalog/dataset': 'Catalogue',
  });
});

test("a CKAN of the city's own takes the stock one's place, and the catalogue's where it has ckanext-dcat", () => {
  const image = { ...images.ckan, name: 'registry.izmir.example/ckan' };
  const plugins = ['dcat', 'datastore'];
  const serving = portalWith({ ownCkan: { image, plugins, servesDcatAp: true } });
  expect(serving.portal.catalogue).toBeUndefined();
  expect(paths(serving)).toEqual({ '/': 'Service' });
  expect([serving.portal.service.image, serving.portal.upstream.image]).toEqual([image, image]);
  expect(serving.portal.service.files['/citykit/ckan/ckan.ini']?.parts).toEqual([
    expect.stringContaining('\nckan.plugins = dcat datastore\n'),
  ]);
  expect(portalWith({ ownCkan: { image, plugins, servesDcatAp: false } }).portal.catalogue).toBeDefined();
});
