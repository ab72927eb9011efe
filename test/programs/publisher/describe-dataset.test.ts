import { createHmac } from 'node:crypto';
import { Coverage } from '../../../programs/publisher/coverage';
import { patchOf, portalDataset } from '../../../programs/publisher/describe-dataset';
import { signedToken } from '../../../programs/publisher/signed-token';
import { entity, parking } from './published-type';

const config = {
  organization: 'town',
  downloadsUrl: 'https://data.town.example/open-data',
  city: 'town',
  contact: { name: 'Town', email: 'data@town.example' },
  languages: ['fi'],
};
const coverage = new Coverage();
coverage.add(parking, entity({ location: { type: 'Point', coordinates: [27.10051, 38.4] } }));
coverage.add(parking, {
  ...entity({
    location: {
      type: 'LineString',
      coordinates: [
        [27.2, 38.5],
        [27.3, 38.3],
      ],
    },
  }),
  free: { type: 'Property', value: 1, observedAt: '2026-01-02T03:04:05Z' },
});
const wanted = portalDataset(config, parking, coverage) as { extras: { key: string; value: string }[] };
const extras = Object.fromEntries(wanted.extras.map(({ key, value }) => [key, value]));
/** As CKAN gives it back. */
const known = {
  ...wanted,
  id: '1',
  resources: (wanted as unknown as { resources: object[] }).resources.map((one, at) => ({
    ...one,
    id: String(at),
    hash: '',
  })),
};

test('a dataset has what DCAT-AP 3 asks for, by the names of ckanext-dcat', () => {
  const authority = 'http://publications.europa.eu/resource/authority';
  expect(extras).toEqual({
    managed_by: 'citykit:town',
    contact_name: 'Town',
    contact_email: 'data@town.example',
    publisher_name: 'Town',
    publisher_email: 'data@town.example',
    theme: `["${authority}/data-theme/TRAN"]`,
    language: `["${authority}/language/FIN"]`,
    conforms_to: '["https://models.town.example/schemas/OffStreetParking.schema.json"]',
    frequency: `${authority}/frequency/HOURLY`,
    access_rights: `${authority}/access-right/PUBLIC`,
    hvd_category: '["http://data.europa.eu/bna/c_b79e35eb"]',
    applicable_legislation: '["http://data.europa.eu/eli/reg_impl/2023/138/oj"]',
    spatial: JSON.stringify({
      type: 'Polygon',
      coordinates: [
        [
          [27.1, 38.3],
          [27.3, 38.3],
          [27.3, 38.5],
          [27.1, 38.5],
          [27.1, 38.3],
        ],
      ],
    }),
    temporal_start: '2026-01-02',
  });
});

test('words of the kit are told to be English, and those of the city in its own language', () => {
  const own = { ...parking, titleLanguage: 'en', descriptionLanguage: 'en' };
  const said = portalDataset(config, own, coverage) as unknown as { extras: object[]; resources: object[] };
  const languages = ['title', 'notes'].map((text) => ({ key: `${text}_language`, value: 'en' }));
  expect(said.extras).toEqual(expect.arrayContaining(languages));
  for (const file of said.resources) expect(file).toMatchObject({ name_language: 'en', description_language: 'en' });
  // The city has given it a title of its own since.
  const patch = patchOf({ ...known, extras: said.extras }, wanted as never);
  expect(patch!.extras).toEqual(wanted.extras);
});

test('a dataset that says what it should is not changed', () => {
  expect(patchOf(known, wanted as never)).toBeUndefined();
});

test('what others have added to a dataset stays', () => {
  const theirs = { key: 'note', value: 'theirs' };
  const resource = { id: '9', name: 'Map', url: 'https://map.town.example' };
  const changed = {
    ...known,
    title: 'X',
    extras: [theirs, ...wanted.extras],
    resources: [...known.resources.slice(1), resource],
  };
  const patch = patchOf(changed, wanted as never) as { extras: object[]; resources: { id?: string }[]; title: string };
  expect(patch.title).toBe('Car park');
  expect(patch.extras).toContainEqual(theirs);
  expect(patch.resources.map(({ id }) => id)).toEqual([undefined, '1', '2', '3', '9']);
});

test('a restricted dataset says so, and has no resource', () => {
  const restricted = portalDataset(config, { ...parking, access: 'restricted' }, coverage);
  expect(restricted.resources).toEqual([]);
  expect(JSON.stringify(restricted.extras)).toContain('access-right/RESTRICTED');
  expect(patchOf(known, restricted)).toMatchObject({ resources: [] });
});

test('coverage goes on from what the dataset says already, and never shrinks', () => {
  const further = Coverage.from(extras.spatial, extras.temporal_start);
  further.add(parking, entity({ location: { type: 'Point', coordinates: [27.2, 38.4] } }));
  expect(further).toMatchObject({ spatial: extras.spatial, since: '2026-01-02' });
  expect(Coverage.from('no JSON', 'yesterday')).toMatchObject({ spatial: undefined, since: undefined });
});

test('a token is a JSON Web Token with the id, signed with the key', () => {
  const [header = '', claims = '', signature] = signedToken('id', 'key').split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect([read(header), read(claims)]).toEqual([{ alg: 'HS256', typ: 'JWT' }, { jti: 'id' }]);
  expect(signature).toBe(createHmac('sha256', 'key').update(`${header}.${claims}`).digest('base64url'));
});
