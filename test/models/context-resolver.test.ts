import { contextResolver, contextServer } from '../../constructs/models/context-resolver';

const locations = contextResolver({ siteUrl: 'https://models.izmir.example', apiUrl: 'https://api.izmir.example' });

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
  'takes %s for somebody else’s, which the broker fetches itself',
  (url) => {
    expect(captured(`/ngsi-ld/v1/jsonldContexts/createcache/${url}`)).toEqual([]);
    expect(locations).toContain('return 302 http://localhost:9090/ngsi-ld/v1/jsonldContexts/$1;');
  },
);

it('is asked below the path that a broker is told', () => {
  expect(contextServer).toEqual({
    path: '/ngsi-ld/v1/jsonldContexts/',
    ownUrl: 'http://localhost:9090/ngsi-ld/v1/jsonldContexts/',
  });
});
