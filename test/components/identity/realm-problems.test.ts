import { realmProblems } from '../../../constructs/components/identity/realm/realm-problems';
import type { RealmClient, RealmModel } from '../../../constructs/components/identity/realm-model';
import { izmir } from './realm-model-fixture';

const [portal, sensors, screen] = izmir.clients as [RealmClient, RealmClient, RealmClient];

function found(change: Partial<RealmModel>): string[] {
  return realmProblems({ ...izmir, ...change }).map(({ code, path }) => `${code} ${path}`);
}

function foundIn(client: RealmClient): string[] {
  return found({ clients: [client] });
}

describe('realmProblems', () => {
  test('finds none in a good model', () => {
    expect(realmProblems(izmir)).toEqual([]);
  });

  test.each(['master', 'Izmir', '', 'a/b'])('refuses the realm name %p', (realm) => {
    expect(found({ realm })).toEqual(['realm-name realm']);
  });

  test.each([
    'id.izmir.example',
    'https://id.izmir.example/',
    'https://id.izmir.example?x=1',
    'ftp://id.izmir.example',
  ])('refuses the public URL %p', (publicUrl) => {
    expect(found({ publicUrl })).toEqual(['public-url publicUrl']);
  });

  test.each(['https://id.izmir.example', 'https://izmir.example/auth', 'http://127.0.0.1:8080'])(
    'takes the public URL %p',
    (publicUrl) => {
      expect(found({ publicUrl })).toEqual([]);
    },
  );

  test('wants a language', () => {
    expect(found({ languages: [] })).toEqual(['language-required languages']);
  });

  test.each([7, 65, 12.5])('refuses passwords of at least %p', (passwordMinLength) => {
    expect(found({ passwordMinLength })).toEqual(['password-length passwordMinLength']);
  });

  test.each([0, 61, 1.5])('refuses tokens that live %p minutes', (accessTokenMinutes) => {
    expect(found({ accessTokenMinutes })).toEqual(['token-life accessTokenMinutes']);
  });

  test('refuses two of one id, whatever the case of a client, and a client named as the audience', () => {
    expect(found({ tenants: [...izmir.tenants, izmir.tenants[0]!] })).toEqual(['duplicate tenants[].id']);
    expect(found({ roles: [...izmir.roles, izmir.roles[0]!] })).toEqual(['duplicate roles[].name']);
    expect(found({ clients: [portal, { ...portal, id: 'Portal' }] })).toEqual(['duplicate clients[].id']);
    expect(found({ audience: 'portal' })).toEqual(['duplicate clients[].id']);
  });

  test.each(['admin-cli', 'account', 'a b', ''])('refuses the client id %p', (id) => {
    expect(foundIn({ ...portal, id })).toEqual(['client-id clients[0].id']);
  });

  test('wants a secret for a machine and none for a device', () => {
    const { secretEnv: _, ...open } = sensors;
    expect(foundIn(open)).toEqual(['secret-required clients[0].secretEnv']);
    expect(foundIn({ ...screen, secretEnv: 'X' })).toEqual(['secret-refused clients[0].secretEnv']);
  });

  test('wants redirect URIs for a browser client, and for no other', () => {
    expect(foundIn({ ...portal, redirectUris: [] })).toEqual(['redirect-uris clients[0].redirectUris']);
    expect(foundIn({ ...screen, redirectUris: portal.redirectUris })).toEqual([
      'redirect-uris clients[0].redirectUris',
    ]);
  });

  test.each([
    'https://data.izmir.example/*',
    'http://data.izmir.example/',
    'https://data.izmir.example/#x',
    '/callback',
    '*',
  ])('refuses the redirect URI %p', (uri) => {
    expect(foundIn({ ...portal, redirectUris: [uri] })).toEqual(['redirect-uri clients[0].redirectUris[0]']);
  });

  test('takes a redirect URI without TLS on the loopback interface', () => {
    expect(foundIn({ ...portal, redirectUris: ['http://127.0.0.1:5000/callback', 'http://localhost/'] })).toEqual([]);
  });

  test.each(['https://data.izmir.example/', '*', '+', 'https://*.izmir.example/x'])(
    'refuses the web origin %p',
    (origin) => {
      expect(foundIn({ ...portal, webOrigins: [origin] })).toEqual(['web-origin clients[0].webOrigins[0]']);
    },
  );

  test('wants roles and tenants that the realm has, and tenants for machines only', () => {
    expect(foundIn({ ...sensors, roles: ['reader', 'admin'], tenants: ['parks', 'water'] })).toEqual([
      'unknown-role clients[0].roles[1]',
      'unknown-tenant clients[0].tenants[1]',
    ]);
    expect(foundIn({ ...portal, tenants: ['parks'] })).toEqual(['tenants-of-people clients[0].tenants']);
  });

  test('says what is wrong and what to do', () => {
    expect(realmProblems({ ...izmir, clients: [{ ...portal, roles: ['admin'] }] })).toEqual([
      {
        code: 'unknown-role',
        path: 'clients[0].roles[0]',
        value: 'admin',
        rule: 'A client is given a role of the realm.',
        fix: 'Take one of reader, writer, or add it.',
      },
    ]);
  });
});
