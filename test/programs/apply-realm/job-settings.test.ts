import { jobSettings } from '../../../programs/apply-realm/job-settings';

const env = {
  REALM_FILE: '/realm.json',
  KEYCLOAK_URL: 'http://identity:8080/',
  KEYCLOAK_ADMIN_CLIENT_ID: 'apply',
  KEYCLOAK_ADMIN_CLIENT_SECRET: 's',
};

describe('jobSettings', () => {
  test('reads the environment, with defaults', () => {
    expect(jobSettings(env)).toEqual({
      realmFile: '/realm.json',
      url: 'http://identity:8080',
      adminRealm: 'master',
      credentials: { clientId: 'apply', clientSecret: 's' },
      deadlineSeconds: 300,
    });
  });

  test('takes a name and a password as well', () => {
    const { KEYCLOAK_ADMIN_CLIENT_ID: _, KEYCLOAK_ADMIN_CLIENT_SECRET: __, ...rest } = env;
    const person = { ...rest, KEYCLOAK_ADMIN_USERNAME: 'u', KEYCLOAK_ADMIN_PASSWORD: 'p' };
    expect(jobSettings({ ...person, KEYCLOAK_ADMIN_REALM: 'staff', DEADLINE_SECONDS: '9' })).toMatchObject({
      adminRealm: 'staff',
      credentials: { username: 'u', password: 'p' },
      deadlineSeconds: 9,
    });
  });

  test.each([
    [{ REALM_FILE: '' }, 'REALM_FILE must name the file of the realm'],
    [{ KEYCLOAK_URL: 'identity:8080' }, 'KEYCLOAK_URL must be an http or https URL'],
    [{ DEADLINE_SECONDS: 'soon' }, 'DEADLINE_SECONDS must be a number of seconds'],
    [{ KEYCLOAK_ADMIN_CLIENT_SECRET: '' }, 'set KEYCLOAK_ADMIN_CLIENT_ID and KEYCLOAK_ADMIN_CLIENT_SECRET, or'],
  ])('refuses %p', (change, message) => {
    expect(() => jobSettings({ ...env, ...change })).toThrow(message);
  });
});
