import { realm } from '../../../constructs/components/identity/realm';
import {
  browserHardening,
  clientHardening,
  hardening,
  settings,
} from '../../../constructs/components/identity/realm/hardening';
import { izmir } from './realm-model-fixture';

describe('hardening', () => {
  const list = hardening(izmir);

  test('names each setting once, with its reason as a sentence', () => {
    const all = [...list, ...clientHardening, ...browserHardening];
    const names = all.map(({ path }) => path.join('/'));
    expect(new Set(names).size).toBe(names.length);
    for (const { why } of all) expect(why).toMatch(/^[A-Z].*\.$/s);
  });

  test('is what the realm is made of', () => {
    expect(realm(izmir)).toMatchObject(settings(list));
    for (const client of realm(izmir).clients.filter(({ clientId }) =>
      izmir.clients.some(({ id }) => id === clientId),
    )) {
      expect(client).toMatchObject(settings(clientHardening));
    }
  });

  test('takes password length and token life from the model', () => {
    expect(settings(hardening({ ...izmir, passwordMinLength: 16, accessTokenMinutes: 10 }))).toMatchObject({
      passwordPolicy:
        'length(16) and maxLength(128) and upperCase(1) and lowerCase(1) and digits(1)' +
        ' and notUsername(undefined) and notEmail(undefined) and passwordHistory(5)',
      accessTokenLifespan: 600,
    });
  });

  test.each([
    ['AR-1', 'registrationAllowed'],
    ['AR-6', 'ssoSessionIdleTimeout'],
    ['AR-8', 'revokeRefreshToken'],
    ['AR-11', 'defaultSignatureAlgorithm'],
    ['AUT-2', 'otpPolicyType'],
    ['AUT-7', 'passwordPolicy'],
    ['W-8', 'ssoSessionMaxLifespan'],
  ] as const)('answers TR-03187 %s with %s', (rule, setting) => {
    expect(list.find(({ path }) => path[0] === setting)?.rules).toContain(rule);
  });

  test('locks for longer and longer, and never for good', () => {
    expect(settings(list)).toMatchObject({
      bruteForceProtected: true,
      permanentLockout: false,
      failureFactor: 5,
      waitIncrementSeconds: 60,
      maxFailureWaitSeconds: 900,
    });
  });

  test('keeps attribute names with dots whole', () => {
    expect(settings(browserHardening)).toEqual({
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
    });
  });
});
