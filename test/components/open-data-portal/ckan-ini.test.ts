import { ckanIni } from '../../../constructs/components/open-data-portal/ckan-ini';
import { Size } from '../../../constructs/waist/units';

const upload = Size.mebibytes(50);

const settings = (title: string): Map<string, string> => {
  const [app = ''] = ckanIni({ title, locales: ['tr', 'en'], plugins: ['datastore', 'dcat'], upload }).split(
    '\n[loggers]',
  );
  return new Map(
    app
      .split('\n')
      .filter((line) => line.includes(' = '))
      .map((line) => line.split(' = ') as [string, string]),
  );
};

test("lays the city's settings over those of the image", () => {
  const lines = settings('İzmir');
  expect(lines.get('use')).toBe('config:/srv/app/ckan.ini');
  expect(lines.get('ckan.site_title')).toBe('İzmir');
  expect(lines.get('ckan.locale_default')).toBe('tr');
  expect(lines.get('ckan.locale_order')).toBe('tr en');
  expect(lines.get('ckan.plugins')).toBe('datastore dcat');
  expect(lines.get('ckan.max_resource_size')).toBe('50');
});

test('a search that has gone does not hold the portal for a minute', () => {
  expect(settings('x').get('solr_timeout')).toBe('20');
});

test('a title stands for itself, on one line', () => {
  expect(settings('100 % open\nSECRET_KEY = known %(CKAN_DB_PASSWORD)s').get('ckan.site_title')).toBe(
    '100 %% open SECRET_KEY',
  );
  expect(ckanIni({ title: 'a\nSECRET_KEY = b', locales: ['en'], plugins: [], upload })).toContain(
    'ckan.site_title = a SECRET_KEY = b\n',
  );
  expect(ckanIni({ title: '%(CKAN_DB_PASSWORD)s', locales: ['en'], plugins: [], upload })).toContain(
    'ckan.site_title = %%(CKAN_DB_PASSWORD)s\n',
  );
});

test('every secret is a variable', () => {
  const secrets = [...settings('x')].filter(([name]) => /secret|url/i.test(name));
  expect(secrets).toHaveLength(8);
  for (const [, value] of secrets) expect(value).toMatch(/%\(CKAN_[A-Z_]+\)s/);
});

test('the sections that Python reads its logging from are in the same file', () => {
  const ini = ckanIni({ title: 'x', locales: ['en'], plugins: [], upload });
  expect(ini.match(/^\[.*\]$/gm)).toEqual([
    '[app:main]',
    '[loggers]',
    '[handlers]',
    '[formatters]',
    '[logger_root]',
    '[handler_console]',
    '[formatter_line]',
  ]);
});
