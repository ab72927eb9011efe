import { RootConstruct } from 'constructs';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../constructs/spec/city';
import type { Workload } from '../../constructs/waist/primitives';
import { fileOf } from './composed';

const city = {
  name: 'izmir',
  country: 'TR',
  population: 400_000,
  domain: 'izmir.example',
  contact: { email: 'it@izmir.example' },
} as const;

const platform = (more: Partial<CityInput> = {}) =>
  new CityPlatform(new RootConstruct(), 'izmir', { city: parseCity({ ...city, ...more }) });

const waysOut = ({ egress }: Workload) => egress.map(({ to, ports }) => ({ to, ports }));

const valuesOf = ({ env }: Workload, pattern: RegExp) =>
  Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => pattern.test(name))
      .map(([name, { parts }]) => [
        name,
        parts.map((part) => (typeof part === 'string' ? part : part.source.node.path)).join(''),
      ]),
  );

const mail = {
  host: 'smtp.izmir.example',
  from: 'platform@izmir.example',
  login: { user: 'platform', secret: { name: 'mail', key: 'smtp' } },
} as const;

const realmOf = (of: CityPlatform) => JSON.parse(fileOf(of, '/citykit/realm/realm.json'));

describe('a mail server of the city', () => {
  const withMail = platform({ mail });

  test('is reached by who writes to people, on its port alone', () => {
    const way = [{ to: { host: 'smtp.izmir.example' }, ports: [587] }];
    expect(waysOut(withMail.identity.service!)).toEqual(way);
    expect(waysOut(withMail.portal!.service)).toEqual(way);
  });

  test('is in the realm, with the login in the environment of the job that applies it', () => {
    expect(realmOf(withMail)).toMatchObject({
      verifyEmail: true,
      resetPasswordAllowed: true,
      smtpServer: {
        host: 'smtp.izmir.example',
        port: '587',
        from: 'platform@izmir.example',
        starttls: 'true',
        ssl: 'false',
        auth: 'true',
      },
    });
    const { realmJob } = withMail.identity;
    expect(valuesOf(realmJob, /^SMTP/)).toEqual({ SMTP_USER: 'platform', SMTP_PASSWORD: 'izmir/MailPassword' });
    expect(withMail.node.findChild('MailPassword')).toMatchObject({ existing: { name: 'mail', key: 'smtp' } });
  });

  test('is what CKAN reads of its environment', () => {
    expect(valuesOf(withMail.portal!.service, /^CKAN_SMTP/)).toEqual({
      CKAN_SMTP_SERVER: 'smtp.izmir.example:587',
      CKAN_SMTP_STARTTLS: 'true',
      CKAN_SMTP_MAIL_FROM: 'platform@izmir.example',
      CKAN_SMTP_USER: 'platform',
      CKAN_SMTP_PASSWORD: 'izmir/MailPassword',
    });
  });

  test('that asks for no login gets none', () => {
    const { host, from } = mail;
    const open = platform({ mail: { host, from, port: 25, security: 'none' } });
    expect(realmOf(open).smtpServer).toMatchObject({ starttls: 'false', auth: 'false' });
    expect(valuesOf(open.identity.realmJob, /^SMTP/)).toEqual({});
    expect(Object.keys(valuesOf(open.portal!.service, /^CKAN_SMTP/))).toEqual([
      'CKAN_SMTP_SERVER',
      'CKAN_SMTP_STARTTLS',
      'CKAN_SMTP_MAIL_FROM',
    ]);
  });

  test('that nobody named is nowhere: no way out, no setting', () => {
    const without = platform();
    expect(waysOut(without.identity.service!)).toEqual([]);
    expect(waysOut(without.portal!.service)).toEqual([]);
    expect(realmOf(without)).not.toHaveProperty('smtpServer');
    expect(valuesOf(without.portal!.service, /SMTP/)).toEqual({});
  });
});

test('directories and identity providers of the spec are reached by Keycloak alone', () => {
  const of = platform({
    identity: { ldap: [{ host: 'ldap.izmir.example' }], providers: [{ host: 'login.izmir.example', port: 8443 }] },
  });
  expect(waysOut(of.identity.service!)).toEqual([
    { to: { host: 'ldap.izmir.example' }, ports: [636] },
    { to: { host: 'login.izmir.example' }, ports: [8443] },
  ]);
  expect(waysOut(of.portal!.service)).toEqual([]);
});
