import type { RealmModel } from '../realm-model';

/** A rule of the German technical guideline for urban data platforms, BSI TR-03187. */
export type Tr03187Rule = 'AR-1' | 'AR-6' | 'AR-7' | 'AR-8' | 'AR-9' | 'AR-11' | 'AUT-2' | 'AUT-7' | 'W-8';

/** One setting that makes the realm safer than Keycloak's default, or keeps a default that matters. */
export interface HardenedSetting {
  /** Keys from the representation's root: `['attributes', 'adminEventsExpiration']`. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** The rules it helps to answer; empty where the guideline's wording could not be checked. */
  readonly rules: readonly Tr03187Rule[];
  readonly why: string;
}

const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;

/**
 * The settings of the realm as a whole. Times are in seconds, as Keycloak takes them.
 *
 * Rule numbers: the TR-03187 conformance statement of CIVITAS/CORE for what each rule is about, its realm for which
 * setting answers it (`components/keycloak/values/config/base-values.yaml.gotmpl` of its deployment repository).
 */
export function hardening(model: RealmModel): readonly HardenedSetting[] {
  return [
    set(
      'sslRequired',
      'external',
      [],
      'Plain HTTP is answered only to private addresses, so to the gateway and to jobs.',
    ),
    set('registrationAllowed', false, ['AR-1', 'AR-7'], 'Nobody gets an account without someone who grants it.'),
    set('rememberMe', false, ['AR-6', 'W-8'], 'No session outlives the browser.'),
    set('editUsernameAllowed', false, ['AR-7'], 'The name in the audit trail stays the name.'),
    set('duplicateEmailsAllowed', false, ['AR-7'], 'An address belongs to one person.'),
    set('loginWithEmailAllowed', true, [], 'People know their address; user names stay free.'),
    set(
      'verifyEmail',
      model.smtp !== undefined,
      [],
      'An address counts once its owner has answered; needs a mail server.',
    ),
    set('resetPasswordAllowed', model.smtp !== undefined, ['AR-9'], 'A known password can be replaced at once.'),

    set('bruteForceProtected', true, [], 'Guessing passwords is slowed down for each account.'),
    set('failureFactor', 5, [], 'Failures before the first lock.'),
    set('permanentLockout', false, [], 'A permanent lock would let anyone shut anyone out by guessing wrong.'),
    set('bruteForceStrategy', 'MULTIPLE', [], 'Each further five failures lock for longer.'),
    set('waitIncrementSeconds', 1 * minutes, [], 'The first lock.'),
    set('maxFailureWaitSeconds', 15 * minutes, [], 'The longest lock.'),
    set('quickLoginCheckMilliSeconds', 1000, [], 'Two failures within this time are a program.'),
    set('minimumQuickLoginWaitSeconds', 1 * minutes, [], 'The lock for a program.'),
    set('maxDeltaTimeSeconds', 12 * hours, [], 'After which failures are forgotten.'),
    set(
      'passwordPolicy',
      passwordPolicy(model),
      ['AUT-7'],
      'Long, mixed, not the name or address, not one of the last five.',
    ),

    set('otpPolicyType', 'totp', ['AUT-2'], 'The second factor is a time-based code.'),
    set('otpPolicyAlgorithm', 'HmacSHA256', ['AR-11'], 'SHA-1 is not on the list of recommended hash functions.'),
    set('otpPolicyDigits', 6, ['AUT-2'], 'What authenticator apps show.'),
    set('otpPolicyPeriod', 30, ['AUT-2'], 'How long a code is shown.'),
    set('otpPolicyLookAheadWindow', 1, ['AUT-2'], 'Clocks may differ by one code.'),
    set('otpPolicyCodeReusable', false, ['AR-8'], 'A code that was seen is worth nothing.'),

    set('defaultSignatureAlgorithm', 'ES256', ['AR-11'], 'ECDSA on P-256; RSA would need 3,000 bits and more.'),
    set('accessTokenLifespan', model.accessTokenMinutes * minutes, ['AR-6'], 'How long a stolen token opens the API.'),
    set('accessCodeLifespan', 1 * minutes, ['AR-8'], 'From the login page to the token endpoint.'),
    set('accessCodeLifespanLogin', 30 * minutes, ['W-8'], 'A login page left open.'),
    set('accessCodeLifespanUserAction', 5 * minutes, ['W-8'], 'A page that asks for a new password or factor.'),
    set('actionTokenGeneratedByUserLifespan', 5 * minutes, ['AR-8'], 'A link that a person asked for by mail.'),
    set('actionTokenGeneratedByAdminLifespan', 12 * hours, ['AR-8'], 'A link that an administrator sent.'),
    set('revokeRefreshToken', true, ['AR-8'], 'Every refresh token works once; its reuse ends the session.'),
    set('refreshTokenMaxReuse', 0, ['AR-8'], 'No second use.'),
    set('ssoSessionIdleTimeout', 30 * minutes, ['AR-6', 'W-8'], 'A session ends when nothing happens.'),
    set('ssoSessionMaxLifespan', 10 * hours, ['AR-6', 'W-8'], 'A working day, then a new login.'),
    set('offlineSessionIdleTimeout', 7 * days, ['AR-6'], 'An offline token that is not used.'),
    set('offlineSessionMaxLifespanEnabled', true, ['AR-6'], 'Offline tokens end at all.'),
    set('offlineSessionMaxLifespan', 30 * days, ['AR-6'], 'An offline token that is used.'),
    set('oauth2DeviceCodeLifespan', 10 * minutes, ['AR-8'], 'From the code on the screen to its confirmation.'),

    set('eventsEnabled', true, [], 'Logins and their failures are kept.'),
    set('eventsExpiration', 90 * days, [], 'And forgotten: they are personal data.'),
    set('eventsListeners', ['jboss-logging'], [], 'They also go to the log.'),
    set('adminEventsEnabled', true, [], 'Every change of the realm is kept, with who made it.'),
    set('adminEventsDetailsEnabled', true, [], 'With what was changed; Keycloak takes secrets out.'),
    set(['attributes', 'adminEventsExpiration'], `${90 * days}`, [], 'As long as the other events.'),

    ...headers.map(([name, value, why]) => set(['browserSecurityHeaders', name], value, [], why)),
  ];
}

const headers = [
  [
    'contentSecurityPolicy',
    "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
    'No page of another site frames the login page.',
  ],
  ['xFrameOptions', 'SAMEORIGIN', 'The same for old browsers.'],
  ['xContentTypeOptions', 'nosniff', 'Nothing is run that was not sent as a script.'],
  ['referrerPolicy', 'no-referrer', 'Codes in addresses do not travel on.'],
  ['xRobotsTag', 'none', 'Login pages are in no search engine.'],
  ['strictTransportSecurity', 'max-age=31536000; includeSubDomains', 'A browser that came once comes by HTTPS only.'],
] as const;

/** The settings of every client of the platform. */
export const clientHardening: readonly HardenedSetting[] = [
  set('implicitFlowEnabled', false, ['AR-8'], 'No token in an address.'),
  set('directAccessGrantsEnabled', false, ['AUT-2'], 'A password given to a client goes round the second factor.'),
  set('fullScopeAllowed', false, ['AR-1', 'AR-7'], 'A token carries only the roles that its client needs.'),
  set('consentRequired', false, [], 'The clients are the platform itself.'),
  set(['attributes', 'standard.token.exchange.enabled'], 'false', ['AR-1'], 'No client turns a token into another.'),
  set(['attributes', 'client_credentials.use_refresh_token'], 'false', ['AR-6'], 'A machine logs in again.'),
];

/** The settings of every client that people log in to by browser. */
export const browserHardening: readonly HardenedSetting[] = [
  set(['attributes', 'pkce.code.challenge.method'], 'S256', ['AR-8'], 'A stolen code is of no use.'),
  set(
    ['attributes', 'post.logout.redirect.uris'],
    '+',
    [],
    'After logout, only where login may lead: exact addresses.',
  ),
];

/** The settings as one nested object. */
export function settings(list: readonly HardenedSetting[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { path, value } of list) {
    let at = root;
    for (const key of path.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[path.at(-1)!] = value;
  }
  return root;
}

function set(
  path: string | readonly string[],
  value: unknown,
  rules: readonly Tr03187Rule[],
  why: string,
): HardenedSetting {
  return { path: typeof path === 'string' ? [path] : path, value, rules, why };
}

function passwordPolicy({ passwordMinLength }: RealmModel): string {
  return [
    `length(${passwordMinLength})`,
    'maxLength(128)',
    'upperCase(1)',
    'lowerCase(1)',
    'digits(1)',
    'notUsername(undefined)',
    'notEmail(undefined)',
    'passwordHistory(5)',
  ].join(' and ');
}
