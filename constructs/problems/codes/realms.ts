import type { CodeEntry } from './code-entry';

const client = (fields: string) => `clients:\n  - { ${fields} }`;
const browser = 'id: map, title: Map, flow: browser, roles: [], tenants: []';

/** What is wrong with the model of a realm: with clients that a program adds, above all. */
export const realmCodes = {
  'realm-name': {
    title: 'The realm has a name that it cannot have.',
    why: 'It is a part of every address of the login pages, and master is Keycloak’s own.',
    mend: 'Name it in lower-case letters, digits and hyphens, such as izmir.',
    example: { of: 'realm', wrong: 'realm: master', right: 'realm: izmir' },
  },
  'public-url': {
    title: 'The public URL of the realm is none.',
    why: 'It is the issuer of every token: paths are added at its end.',
    mend: 'Write it like https://id.example.org.',
    example: { of: 'realm', wrong: 'publicUrl: https://id.example.org/', right: 'publicUrl: https://id.example.org' },
  },
  'language-required': {
    title: 'The login pages have no language.',
    why: 'Keycloak would show none of its texts.',
    mend: 'Give one, such as en.',
    example: { of: 'realm', wrong: 'languages: []', right: 'languages: [en]' },
  },
  'password-length': {
    title: 'The least length of a password is no sensible one.',
    why: 'Fewer than 8 characters are found by trying.',
    mend: 'Take 12 unless a rule of the city says otherwise.',
    example: { of: 'realm', wrong: 'passwordMinLength: 4', right: 'passwordMinLength: 12' },
  },
  'token-life': {
    title: 'An access token lives too long.',
    why: 'It cannot be taken back; clients renew it by themselves.',
    mend: 'Take 5 minutes.',
    example: { of: 'realm', wrong: 'accessTokenMinutes: 600', right: 'accessTokenMinutes: 5' },
  },
  duplicate: {
    title: 'Two tenants, roles or clients of a realm have one id.',
    why: 'Keycloak tells them apart by it.',
    mend: 'Rename all but one.',
    example: {
      of: 'realm',
      wrong: 'roles:\n  - { name: reader, description: Reads }\n  - { name: reader, description: Looks }',
      right: 'roles:\n  - { name: reader, description: Reads }\n  - { name: writer, description: Writes }',
    },
  },
  'client-id': {
    title: 'A client has an id that it cannot have.',
    why: 'It is sent in every login, and some ids are those of Keycloak’s own clients.',
    mend: 'Choose another id of letters, digits, dots, underscores and hyphens.',
    example: {
      of: 'realm',
      wrong: client(`${browser.replace('id: map', 'id: admin-cli')}, redirectUris: [https://map.example/cb]`),
      right: client(`${browser}, redirectUris: [https://map.example/cb]`),
    },
  },
  'secret-required': {
    title: 'A machine has no secret.',
    why: 'It proves who it is with one.',
    mend: 'Name the environment variable of the applying job that holds it.',
    example: {
      of: 'realm',
      wrong: client('id: importer, title: Importer, flow: machine, roles: [], tenants: []'),
      right: client('id: importer, title: Importer, flow: machine, roles: [], tenants: [], secretEnv: IMPORTER_SECRET'),
    },
  },
  'secret-refused': {
    title: 'A device has a secret.',
    why: 'It cannot keep one: whoever holds the device reads it.',
    mend: 'Remove it.',
    example: {
      of: 'realm',
      wrong: client('id: kiosk, title: Kiosk, flow: device, roles: [], tenants: [], secretEnv: KIOSK_SECRET'),
      right: client('id: kiosk, title: Kiosk, flow: device, roles: [], tenants: []'),
    },
  },
  'tenants-of-people': {
    title: 'A client for people is given tenants.',
    why: 'People bring their own; only a machine has tenants of its own.',
    mend: 'Remove them.',
    example: {
      of: 'realm',
      wrong: client(`${browser.replace('tenants: []', 'tenants: [parks]')}, redirectUris: [https://map.example/cb]`),
      right: client(`${browser}, redirectUris: [https://map.example/cb]`),
    },
  },
  'redirect-uris': {
    title: 'A browser client has no redirect URI, or another client has one.',
    why: 'A login in the browser returns to an address; that of a machine or device does not.',
    mend: 'Give the exact URI that the login returns to, or remove them.',
    example: {
      of: 'realm',
      wrong: client(browser),
      right: client(`${browser}, redirectUris: [https://map.example/cb]`),
    },
  },
  'redirect-uri': {
    title: 'A redirect URI is not exact, or not https.',
    why: 'With a wildcard, the codes of a login can be sent to pages of others.',
    mend: 'Write the whole URI, such as https://data.example.org/oidc/callback.',
    example: {
      of: 'realm',
      wrong: client(`${browser}, redirectUris: ['https://map.example/*']`),
      right: client(`${browser}, redirectUris: [https://map.example/cb]`),
    },
  },
  'web-origin': {
    title: 'A web origin is more than an origin.',
    why: 'Browsers compare scheme, host and port, letter by letter.',
    mend: 'Write it like https://data.example.org.',
    example: {
      of: 'realm',
      wrong: client(`${browser}, redirectUris: [https://map.example/cb], webOrigins: [https://map.example/]`),
      right: client(`${browser}, redirectUris: [https://map.example/cb], webOrigins: [https://map.example]`),
    },
  },
  'unknown-role': {
    title: 'A client is given a role that the realm does not have.',
    why: 'It would be able to do nothing.',
    mend: 'Take one of the roles in the message, or add it.',
    example: {
      of: 'realm',
      wrong: client(`${browser.replace('roles: []', 'roles: [king]')}, redirectUris: [https://map.example/cb]`),
      right: client(`${browser.replace('roles: []', 'roles: [reader]')}, redirectUris: [https://map.example/cb]`),
    },
  },
  'unknown-tenant': {
    title: 'A client is given a tenant that the realm does not have.',
    why: 'Its tokens would open nothing.',
    mend: 'Take one of the tenants in the message, or add it to the spec.',
    example: {
      of: 'realm',
      wrong: client(
        'id: importer, title: Importer, flow: machine, roles: [], tenants: [moon], secretEnv: IMPORTER_SECRET',
      ),
      right: client(
        'id: importer, title: Importer, flow: machine, roles: [], tenants: [parks], secretEnv: IMPORTER_SECRET',
      ),
    },
  },
} as const satisfies Record<string, CodeEntry>;
