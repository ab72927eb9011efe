import { RootConstruct } from 'constructs';
import { search } from 'jmespath';
import { drawnType } from '../../../constructs/components/dashboards/drawn-type';
import { grafanaUnit } from '../../../constructs/components/dashboards/grafana-unit';
import { signInRole } from '../../../constructs/components/dashboards/sign-in-role';
import { builtInModels } from '../../../constructs/models/built-in';
import { typeIri } from '../../../constructs/models/data-model';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { toText } from '../../../constructs/waist/primitives/reference';

const resident = {
  type: 'Resident',
  personal: true,
  attributes: { age: { kind: 'Property', iri: 'https://town.example/age', schema: { type: 'integer' } } },
} as const;

const spec: CityInput = {
  name: 'town',
  title: 'Town',
  country: 'FI',
  population: 8200,
  profile: 'laptop',
  timeZone: 'Europe/Helsinki',
  tenants: [{ id: 'parking', title: 'Car parks' }, { id: 'waste' }],
  dataModels: ['OffStreetParking', 'AirQualityObserved', 'GtfsRoute', resident],
  dashboards: { enabled: true, tenants: ['parking'] },
};

function platformOf(changes: Partial<CityInput> = {}): CityPlatform {
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }) });
}

interface Panel {
  readonly title: string;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly datasource: object;
  readonly targets: readonly { readonly rawSql: string; readonly datasource: object }[];
}
interface Drawn {
  readonly uid: string;
  readonly editable: boolean;
  readonly timezone: string;
  readonly panels: readonly Panel[];
}

/** Files with marks in place of references. */
function filesOf(platform: CityPlatform): Record<string, string> {
  return Object.fromEntries(
    Object.entries(platform.dashboards!.service.files).map(([path, { parts }]) => [
      path,
      parts.map((part) => (typeof part === 'string' ? part : part.output)).join(''),
    ]),
  );
}

function drawnOf(platform: CityPlatform): Drawn[] {
  return Object.entries(filesOf(platform))
    .filter(([path]) => path.startsWith('/citykit/grafana/dashboards/'))
    .map(([, file]) => JSON.parse(file));
}

const env = (platform: CityPlatform, name: string) =>
  toText(platform.dashboards!.service.env[name]!)
    .parts.map((part) => (typeof part === 'string' ? part : `<${part.source.node.path}.${part.output}>`))
    .join('');

test('nothing is drawn unless the spec says so, and nobody gets a way into the database', () => {
  const { dashboards, broker } = platformOf({ dashboards: {} });
  expect(dashboards).toBeUndefined();
  expect(broker.shown).toBeUndefined();
  expect(broker.node.tryFindChild('Shown')).toBeUndefined();
});

test('Grafana may talk to the database and to the realm, and to nothing else', () => {
  const { service } = platformOf().dashboards!;
  const ports = service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`);
  expect([...new Set(ports)].sort()).toEqual(['town/Platform/Database 5432', 'town/Platform/Identity/Service 8080']);
  expect(service.egress).toEqual([]);
});

test('it reads one password of the database: that of a role that is granted views', () => {
  const { dashboards, broker } = platformOf();
  const secrets = dashboards!.service.references.filter(({ secret }) => secret).map(({ source }) => source.node.path);
  expect(secrets.sort()).toEqual([
    'town/Platform/Broker/Database/ReaderPassword',
    'town/Platform/Dashboards/Client/Secret',
    'town/Platform/Dashboards/SecretKey',
  ]);
  expect(broker.shown!.user).toBe('town_broker_reader');
  const setup = platformOf().database.setup.files['/setup/setup.sh']!.parts.join('');
  expect(setup).toContain('alter role "town_broker_reader" set default_transaction_read_only = on;');
  expect(setup).toContain(`alter role "town_broker_reader" set statement_timeout = '20s';`);
  expect(setup).not.toContain('to "town_broker_reader";\ngrant select');
  expect(setup).not.toContain('grant select on tables to "town_broker_reader"');
});

test('only the realm signs anybody in, with PKCE, and nobody is an administrator', () => {
  const platform = platformOf();
  const settings = Object.fromEntries(
    Object.keys(platform.dashboards!.service.env).map((name) => [name, env(platform, name)]),
  );
  expect(settings).toMatchObject({
    GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
    GF_AUTH_DISABLE_LOGIN_FORM: 'true',
    GF_AUTH_BASIC_ENABLED: 'false',
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_AUTH_GENERIC_OAUTH_ENABLED: 'true',
    GF_AUTH_GENERIC_OAUTH_USE_PKCE: 'true',
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT: 'true',
    GF_AUTH_GENERIC_OAUTH_ALLOW_ASSIGN_GRAFANA_ADMIN: 'false',
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: 'https://id.town.localhost/realms/town/protocol/openid-connect/auth',
    GF_AUTH_GENERIC_OAUTH_TOKEN_URL:
      'http://<town/Platform/Identity/Service.host>:8080/realms/town/protocol/openid-connect/token',
    GF_AUTH_GENERIC_OAUTH_API_URL:
      'http://<town/Platform/Identity/Service.host>:8080/realms/town/protocol/openid-connect/userinfo',
  });
  const client = platform.identity.realm.clients.find(({ clientId }) => clientId === 'dashboards')!;
  expect(client).toMatchObject({
    publicClient: false,
    standardFlowEnabled: true,
    serviceAccountsEnabled: false,
    redirectUris: ['https://dashboards.town.localhost/login/generic_oauth'],
    attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
  });
});

test('an address that it does not need is refused at the gateway: its metrics are for operators', () => {
  const { gateway } = platformOf();
  const routes = gateway.routes.filter(({ node }) => node.path.includes('/Dashboards/'));
  expect(routes.map(({ url, props }) => [url, props.access])).toEqual([
    ['https://dashboards.town.localhost', 'passthrough'],
    ['https://dashboards.town.localhost/metrics', [{ methods: ['GET'], allow: { roles: ['operator'] } }]],
  ]);
});

test.each([
  [['viewer'], ['parking', 'air'], 'Viewer'],
  [['editor'], ['air', 'parking', 'waste'], 'Viewer'],
  [['operator'], ['parking', 'air'], 'Viewer'],
  [['operator'], ['parking'], ''],
  [['viewer'], [], ''],
  [['viewer'], ['parkings', 'air'], ''],
  [[], ['parking', 'air'], ''],
  [['somebody'], ['parking', 'air'], ''],
  [undefined, ['parking', 'air'], ''],
  [['viewer'], undefined, ''],
])('roles %j in tenants %j of which two are drawn: %j', (roles, tenants, role) => {
  const told = { sub: '1', ...(roles && { realm_access: { roles } }), ...(tenants && { tenants }) };
  expect(search(told, signInRole(['parking', 'air'])) || '').toBe(role);
});

test('whoever has a role sees what belongs to no tenant, where no other is drawn', () => {
  expect(search({ realm_access: { roles: ['viewer'] } }, signInRole([]))).toBe('Viewer');
  expect(search({ realm_access: { roles: [] } }, signInRole([])) || '').toBe('');
});

test('each tenant is a data source of its own, in a database of its own', () => {
  const file = JSON.parse(filesOf(platformOf())['/citykit/grafana/provisioning/datasources/city.yaml']!);
  expect(file.datasources).toMatchObject([
    {
      name: 'Town',
      uid: 'city',
      isDefault: true,
      editable: false,
      url: 'host:5432',
      jsonData: { database: 'town_broker' },
    },
    { name: 'Car parks (parking)', uid: 'tenant-parking', isDefault: false, jsonData: { database: 'ngb-793201736' } },
  ]);
  expect(file.datasources[1].user).toBe('town_broker_reader');
  expect(JSON.stringify(file).match(/password":"[^"]*/g)).toEqual(Array(2).fill('password":"$READER_PASSWORD'));
});

test('there is a dashboard of the city and one of each type, which nobody changes', () => {
  const drawn = drawnOf(platformOf());
  expect(drawn.map(({ uid }) => uid)).toEqual([
    'city',
    'type-OffStreetParking',
    'type-AirQualityObserved',
    'type-GtfsRoute',
  ]);
  expect(drawn.every(({ editable, timezone }) => !editable && timezone === 'Europe/Helsinki')).toBe(true);
});

test('what tells of persons is not drawn, and no view shows it', () => {
  const platform = platformOf();
  const { job } = platform.broker.shown!;
  const texts = [...Object.values(filesOf(platform)), job.files['/citykit/shown/shown-views.sql']!.parts.join('')];
  expect(texts.filter((text) => text.includes('Resident'))).toEqual([]);
  expect(texts.at(-1)).toContain(typeIri(builtInModels.OffStreetParking!));
});

test('every number is drawn over time in its unit, and what is no number is not', () => {
  const air = drawnOf(platformOf()).find(({ uid }) => uid === 'type-AirQualityObserved')!;
  const units = Object.fromEntries(air.panels.map(({ title, fieldConfig }) => [title, fieldConfig?.defaults.unit]));
  const { attributes } = builtInModels.AirQualityObserved!;
  expect(units).toMatchObject({ no2: 'conμgm3', co: 'conmgm3', temperature: 'celsius', relativeHumidity: 'none' });
  for (const name of drawnType(builtInModels.AirQualityObserved!).attributes.map((attribute) => attribute.name))
    expect(units).toHaveProperty(name, grafanaUnit(attributes[name]!.unit));
  expect(units).not.toHaveProperty('dateObserved');
  expect(units).toHaveProperty('Places');
});

test('every query is asked of the tenant that is chosen', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana.
  const chosen = { type: 'grafana-postgresql-datasource', uid: '${tenant}' };
  const panels = drawnOf(platformOf()).flatMap((one) => one.panels);
  expect(panels.length).toBeGreaterThan(20);
  for (const { datasource, targets } of panels)
    for (const one of [datasource, ...targets.map((target) => target.datasource)]) expect(one).toEqual(chosen);
});

test('the unit of each built-in model has one of Grafana', () => {
  const codes = Object.values(builtInModels).flatMap(({ attributes }) =>
    Object.values(attributes).flatMap(({ unit }) => unit ?? []),
  );
  expect([...new Set(codes)].filter((code) => grafanaUnit(code).startsWith('suffix:'))).toEqual([]);
  expect(grafanaUnit('X99')).toBe('suffix: X99');
  expect(grafanaUnit(undefined)).toBe('none');
});

test('all built-in models at once: each file fits an object of Kubernetes, and each has an address of its own', () => {
  const long = {
    type: 'A'.repeat(64),
    attributes: { n: { kind: 'Property', iri: 'https://town.example/n', schema: { type: 'number' } } },
  } as const;
  const platform = platformOf({
    dataModels: [...Object.keys(builtInModels), long, { ...long, type: `${'A'.repeat(63)}B` }],
  });
  const sizes = Object.values(filesOf(platform)).map((file) => Buffer.byteLength(JSON.stringify(file)));
  expect(Math.max(...sizes)).toBeLessThan(100_000);
  const uids = drawnOf(platform).map(({ uid }) => uid);
  expect(new Set(uids).size).toBe(uids.length);
  for (const uid of uids) expect(uid).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
});

test('a title with a quote is text in every query', () => {
  const quoted = { ...resident, personal: false, type: 'Quoted', title: "Bird's eye" } as const;
  const [city] = drawnOf(platformOf({ dataModels: [quoted] }));
  const sql = city!.panels.find(({ title }) => title === 'Types')!.targets[0]!.rawSql;
  expect(sql).toContain("'Bird''s eye'");
});
