import { contextForBroker, contextResolver, contextServer } from '../../constructs/models/context-resolver';

const locations = contextResolver({
  siteUrl: 'https://models.izmir.example',
  apiUrl: 'https://api.izmir.example',
  hosts: ['contexts.example.org', '*.models.example.org'],
});

/** What nginx would make of a path in which it has decoded `%2F` and merged slashes. */
const captured = (path: string) =>
  [...locations.matchAll(/location ~ "([^"]+)"/g)].flatMap(([, expression = '']) => {
    const { groups } = new RegExp(expression).exec(path) ?? {};
    return groups ? [{ ...groups }] : [];
  });

it('answers for the city’s own contexts with the site’s files', () => {
  expect(
    captured('/ngsi-ld/v1/jsonldContexts/createcache/https:/models.izmir.example/context/v1/0a1b/context.jsonld'),
  ).toEqual([{ file: '/context/v1/0a1b/context.jsonld' }]);
});

it('sends the broker to itself for a context that it hosts', () => {
  expect(
    captured('/ngsi-ld/v1/jsonldContexts/createcache/https:/api.izmir.example/ngsi-ld/v1/jsonldContexts/urn:1'),
  ).toEqual([{ id: 'urn:1' }]);
  expect(locations).toContain('return 302 http://localhost:9090/ngsi-ld/v1/jsonldContexts/$id;');
});

it.each(['https:/modelsXizmir.example/a', 'https:/models.izmir.example.evil/a', 'http:/models.izmir.example/a'])(
  'takes %s for somebody else’s',
  (url) => {
    expect(captured(`/ngsi-ld/v1/jsonldContexts/createcache/${url}`)).toEqual([]);
  },
);

/** What nginx compares with a request as it was sent. `(?i:…)` is for two digits only. */
const fetched = (path: string) => {
  const [, expression = ''] = /if \(\$request_uri ~ "([^"]+)"\)/.exec(locations) ?? [];
  return new RegExp(expression.replace(/\(\?i:([0-9a-f]+)\)/g, (_, hex) => `(?:${hex}|${hex.toUpperCase()})`)).test(
    `/ngsi-ld/v1/jsonldContexts/createcache/${path}`,
  );
};

it.each([
  'https%3A%2F%2Fcontexts.example.org%2Fa%3Fb',
  'https%3a%2f%2fcontexts.example.org%3a443%2fa',
  'https://a.b.models.example.org/c',
  'https%3A%2F%2Furi.etsi.org%2Fngsi-ld%2Fv1%2Fngsi-ld-core-context-v1.8.jsonld',
])('sends the broker to itself for %s of an allowed host', (path) => {
  expect(fetched(path)).toBe(true);
  expect(locations).toContain('return 302 http://localhost:9090/ngsi-ld/v1/jsonldContexts/$1;');
});

it.each([
  'https%3A%2F%2Felsewhere.example%2Fa',
  'http%3A%2F%2Fcontexts.example.org%2Fa',
  'https%3A%2F%2Fcontexts.example.org%3A8443%2Fa',
  'https%3A%2F%2Fcontexts.example.org.elsewhere.example%2Fa',
  'https%3A%2F%2Fcontexts.example.org%40elsewhere.example%2Fa',
  'https%3A%2F%2Fmodels.example.org%2Fa',
  'https%3A%2F%2Felsewhere.example%2F..%2F..%2Fhttps%3A%2F%2Fcontexts.example.org%2Fa',
  'http%3A%2F%2Flocalhost:9090%2Fa',
])('refuses %s', (path) => {
  expect(fetched(path)).toBe(false);
  expect(locations).toContain('return 403;');
});

it('is asked below the path that a broker is told', () => {
  expect(contextServer).toEqual({
    path: '/ngsi-ld/v1/jsonldContexts/',
    ownUrl: 'http://localhost:9090/ngsi-ld/v1/jsonldContexts/',
  });
});

it('knows the site by a second name below .localhost, which Scorpio does not fetch by itself', () => {
  const site = 'https://models.small-town.localhost';
  const town = contextResolver({ siteUrl: site, apiUrl: 'https://api.small-town.localhost' });
  const [, expression = ''] = /location ~ "([^"]+)"/.exec(town) ?? [];
  const named = contextForBroker(`${site}/context/v1/0a1b/parking.jsonld`);
  expect(named).not.toContain('localhost');
  const answered = new RegExp(expression).exec(`/ngsi-ld/v1/jsonldContexts/createcache/${named}`);
  expect(answered?.groups).toEqual({ file: '/context/v1/0a1b/parking.jsonld' });
  expect(contextForBroker('https://models.izmir.example/context.jsonld')).toBe(
    'https://models.izmir.example/context.jsonld',
  );
});
