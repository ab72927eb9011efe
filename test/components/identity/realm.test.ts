import { realm } from '../../../constructs/components/identity/realm';
import { environmentReference } from '../../../constructs/components/identity/realm/environment-reference';
import type { RealmModel } from '../../../constructs/components/identity/realm-model';
import { izmir } from './realm-model-fixture';

const portal = () => realm(izmir).clients.find(({ clientId }) => clientId === 'portal');

describe('realm', () => {
  test('is the same for the same model', () => {
    expect(JSON.stringify(realm(structuredClone(izmir)))).toBe(JSON.stringify(realm(izmir)));
  });

  test('names the city, its languages and its public address', () => {
    expect(realm(izmir)).toMatchObject({
      realm: 'izmir',
      enabled: true,
      displayName: 'Izmir',
      internationalizationEnabled: true,
      supportedLocales: ['tr', 'en'],
      defaultLocale: 'tr',
      attributes: { frontendUrl: 'https://id.izmir.example' },
    });
  });

  test('refers to secrets by the name of an environment variable', () => {
    const text = JSON.stringify(realm({ ...izmir, smtp: mail }));
    const names = ['SMTP_USER', 'SMTP_PASSWORD', 'PORTAL_SECRET', 'SENSORS_SECRET'];
    expect(text.match(/\$\{env:[^}]*\}/g)).toEqual(names.map(environmentReference));
  });

  test('puts roles, tenants and audience into access tokens, and into no ID token', () => {
    const [scope] = realm(izmir).clientScopes;
    expect(scope?.protocolMappers.map(({ protocolMapper, config }) => [protocolMapper, config['claim.name']])).toEqual([
      ['oidc-usermodel-realm-role-mapper', 'realm_access.roles'],
      ['oidc-usermodel-client-role-mapper', 'tenants'],
      ['oidc-audience-mapper', undefined],
    ]);
    expect(scope?.protocolMappers[1]?.config['usermodel.clientRoleMapping.clientId']).toBe(izmir.audience);
    expect(scope?.protocolMappers[2]?.config['included.client.audience']).toBe(izmir.audience);
    for (const { config } of scope?.protocolMappers ?? []) {
      expect([config['access.token.claim'], config['id.token.claim']]).toEqual(['true', 'false']);
    }
  });

  test('makes the tenants roles of the API, which the groups of the tenants give', () => {
    const { roles, groups } = realm(izmir);
    expect(roles.client).toEqual({
      'https://api.izmir.example': [
        { name: 'parks', description: 'Parks' },
        { name: 'traffic', description: 'Traffic' },
      ],
    });
    expect(groups).toEqual([
      {
        name: 'tenants',
        subGroups: [
          {
            name: 'parks',
            attributes: { title: ['Parks'] },
            clientRoles: { 'https://api.izmir.example': ['parks'] },
          },
          {
            name: 'traffic',
            attributes: { title: ['Traffic'] },
            clientRoles: { 'https://api.izmir.example': ['traffic'] },
          },
        ],
      },
    ]);
  });

  test('gives everyone no role, so nobody a token that outlives the session', () => {
    expect(realm(izmir).roles.realm.at(-1)).toMatchObject({ name: 'default-roles-izmir', composites: { realm: [] } });
  });

  test('lets a browser client use the code flow with PKCE and nothing else', () => {
    expect(portal()).toEqual({
      clientId: 'portal',
      name: 'Open data portal',
      enabled: true,
      protocol: 'openid-connect',
      clientAuthenticatorType: 'client-secret',
      publicClient: false,
      secret: environmentReference('PORTAL_SECRET'),
      standardFlowEnabled: true,
      serviceAccountsEnabled: false,
      bearerOnly: false,
      redirectUris: ['https://data.izmir.example/callback'],
      webOrigins: ['https://data.izmir.example'],
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      fullScopeAllowed: false,
      consentRequired: false,
      attributes: {
        'standard.token.exchange.enabled': 'false',
        'client_credentials.use_refresh_token': 'false',
        'pkce.code.challenge.method': 'S256',
        'post.logout.redirect.uris': '+',
        'oauth2.device.authorization.grant.enabled': 'false',
        'citykit.managed': 'true',
      },
      defaultClientScopes: ['acr', 'basic', 'city-access', 'email', 'profile', 'web-origins'],
      optionalClientScopes: [],
    });
  });

  test('lets a machine log in as itself, with exactly its roles and tenants', () => {
    const { clients, users } = realm(izmir);
    expect(clients.find(({ clientId }) => clientId === 'sensors')).toMatchObject({
      publicClient: false,
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
      defaultClientScopes: ['basic', 'city-access', 'service_account'],
    });
    expect(users).toEqual([
      {
        username: 'service-account-sensors',
        serviceAccountClientId: 'sensors',
        enabled: true,
        realmRoles: ['writer'],
        groups: ['/tenants/parks'],
      },
    ]);
  });

  test('lets a device ask for a code, without a secret', () => {
    const screen = realm(izmir).clients.find(({ clientId }) => clientId === 'screen');
    expect(screen).toMatchObject({
      publicClient: true,
      standardFlowEnabled: false,
      serviceAccountsEnabled: false,
      attributes: { 'oauth2.device.authorization.grant.enabled': 'true' },
    });
    expect(screen).not.toHaveProperty('secret');
  });

  test('bounds what the tokens of each client carry: its roles, and of the tenants its own where it has any', () => {
    const { scopeMappings, clientScopeMappings } = realm(izmir);
    expect(scopeMappings).toEqual([
      { client: 'portal', roles: ['reader'] },
      { client: 'sensors', roles: ['writer'] },
      { client: 'screen', roles: ['reader', 'writer'] },
    ]);
    expect(clientScopeMappings['https://api.izmir.example']).toEqual([
      { client: 'portal', roles: ['parks', 'traffic'] },
      { client: 'sensors', roles: ['parks'] },
      { client: 'screen', roles: ['parks', 'traffic'] },
    ]);
  });

  test("takes the password grant from Keycloak's own command line client", () => {
    expect(realm(izmir).clients.at(-1)).toEqual({ clientId: 'admin-cli', directAccessGrantsEnabled: false });
  });

  test.each([
    ['required', ['auth-username-password-form REQUIRED', 'auth-otp-form REQUIRED']],
    ['optional', ['auth-username-password-form REQUIRED', 'city browser second factor CONDITIONAL']],
  ] as const)('asks for the second factor where it is %s', (multiFactor, steps) => {
    const { browserFlow, authenticationFlows } = realm({ ...izmir, multiFactor });
    const forms = authenticationFlows.find(({ alias }) => alias === 'city browser forms');
    expect(browserFlow).toBe('city browser');
    expect(
      forms?.authenticationExecutions.map(
        ({ authenticator, flowAlias, requirement }) => `${authenticator ?? flowAlias} ${requirement}`,
      ),
    ).toEqual(steps);
  });

  test('replaces a forgotten password by mail, and never the second factor', () => {
    const { resetCredentialsFlow, authenticationFlows } = realm(izmir);
    const flow = authenticationFlows.find(({ alias }) => alias === resetCredentialsFlow);
    expect(flow?.authenticationExecutions.map(({ authenticator }) => authenticator)).toEqual([
      'reset-credentials-choose-user',
      'reset-credential-email',
      'reset-password',
    ]);
  });

  test('verifies addresses and resets passwords only with a mail server', () => {
    expect(realm(izmir)).toMatchObject({ verifyEmail: false, resetPasswordAllowed: false });
    expect(realm(izmir)).not.toHaveProperty('smtpServer');
    expect(realm({ ...izmir, smtp: mail })).toMatchObject({
      verifyEmail: true,
      resetPasswordAllowed: true,
      smtpServer: {
        host: 'mail.izmir.example',
        port: '587',
        from: 'id@izmir.example',
        starttls: 'true',
        ssl: 'false',
        auth: 'true',
        user: environmentReference('SMTP_USER'),
        password: environmentReference('SMTP_PASSWORD'),
      },
    });
    const { credentials: _, ...open } = mail;
    expect(realm({ ...izmir, smtp: { ...open, tls: 'implicit' } }).smtpServer).toEqual({
      host: 'mail.izmir.example',
      port: '587',
      from: 'id@izmir.example',
      starttls: 'false',
      ssl: 'true',
      auth: 'false',
    });
  });

  test('is not made of a model with problems', () => {
    const broken: RealmModel = { ...izmir, realm: 'master' };
    expect(() => realm(broken)).toThrow(
      'realm = "master"  [realm-name]\n    rule: A realm is named in lower-case letters',
    );
  });
});

const mail = {
  host: 'mail.izmir.example',
  port: 587,
  from: 'id@izmir.example',
  tls: 'starttls',
  credentials: { userEnv: 'SMTP_USER', passwordEnv: 'SMTP_PASSWORD' },
} as const;
