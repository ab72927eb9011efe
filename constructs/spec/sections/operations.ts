import { z } from 'zod';
import { isCronSchedule } from '../cron-schedule';
import { dnsSubdomain, email, hostName, listOf, reason, textLine, wholeNumber } from './fields';

/** How much the platform has to carry. */
export const load = z
  .strictObject({
    devices: wholeNumber(1, 100_000_000)
      .meta({ description: 'Devices that send. Default: one for every thousand people.', examples: [4500] })
      .optional(),
    messagesPerSecond: wholeNumber(1, 1_000_000)
      .meta({
        description:
          'Messages a second, in all, over a day and a night. Default: one a minute from each device; if devices are not given, at most 2 for profile laptop and 20 for pilot.',
        examples: [75],
      })
      .optional(),
  })
  .prefault({});

/** The values that attributes had before. */
export const history = z
  .strictObject({
    retentionDays: wholeNumber(1, 3650)
      .meta({
        description:
          'Days that a value is kept after another took its place. Default: 30 for profile city, 14 for pilot, 7 for laptop.',
        examples: [90],
      })
      .optional(),
  })
  .prefault({});

/** A server of somebody else that identity asks. */
function serverAt(port: number, host: string, what: string) {
  return z.strictObject({
    host: hostName().meta({ description: `Host of the ${what}.`, examples: [host] }),
    port: wholeNumber(1, 65_535)
      .meta({ description: 'Its port.', examples: [port] })
      .default(port),
  });
}

const existingKeycloak = z
  .strictObject({
    url: z
      .string()
      .regex(/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?(\/[A-Za-z0-9._~-]+)*$/, {
        error: 'The https address of a Keycloak, before /realms: no user, no query, no slash at the end.',
      })
      .max(300, { error: 'An address of at most 300 characters.' })
      .meta({ description: 'Its address, before /realms.', examples: ['https://login.izmir.example'] }),
    realm: z
      .string()
      .regex(/^(?!master$)[a-z0-9][a-z0-9-]{0,62}$/, {
        error: 'A realm that is not master: lower-case letters, digits and hyphens, at most 63.',
      })
      .meta({
        description: "Realm of the platform, made if it is not there. Default: the city's name.",
        examples: ['izmir-platform'],
      })
      .optional(),
    adminRealm: textLine(63)
      .meta({ description: 'Realm of adminClient.', examples: ['master'] })
      .default('master'),
    adminClient: textLine(255).meta({
      description: 'Confidential client with a service account: role create-realm, or the roles of the realm.',
      examples: ['city-platform'],
    }),
    adminSecret: z
      .strictObject({
        name: dnsSubdomain().meta({
          description: "Name of the Secret in the platform's namespace, or of the secret in Secrets Manager.",
          examples: ['keycloak-admin'],
        }),
        key: z
          .string()
          .regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a secret: letters, digits, -, _ and dots.' })
          .meta({ description: 'Key in it that holds the client’s secret.', examples: ['password'] })
          .default('password'),
      })
      .meta({ description: 'Where the secret of adminClient is.', examples: [{ name: 'keycloak-admin' }] }),
  })
  .meta({
    description: 'A Keycloak that exists (26 or newer). Default: one is deployed.',
    examples: [
      {
        url: 'https://login.izmir.example',
        adminClient: 'city-platform',
        adminSecret: { name: 'keycloak-admin' },
      },
    ],
  });

/** How people and machines sign in. */
export const identity = z
  .strictObject({
    passwordMinLength: wholeNumber(8, 128)
      .meta({ description: 'Shortest password, in characters.', examples: [12] })
      .default(12),
    existing: existingKeycloak.optional(),
    multiFactor: z
      .enum(['required', 'optional'])
      .meta({
        description: 'Second factor for people. Default: required for profile city, else optional.',
        examples: ['required'],
      })
      .optional(),
    accessTokenMinutes: wholeNumber(1, 15)
      .meta({ description: 'Life of an access token, in minutes.', examples: [5] })
      .default(5),
    ldap: listOf(serverAt(636, 'ldap.izmir.example', 'LDAP directory'), 10)
      .meta({
        description: 'Directories that Keycloak may ask for people, once its administrator has added them.',
        examples: [[{ host: 'ldap.izmir.example' }]],
      })
      .default([]),
    providers: listOf(serverAt(443, 'login.izmir.example', 'identity provider'), 20)
      .meta({
        description:
          'Identity providers (OpenID Connect, SAML) that Keycloak may talk to, once its administrator has added them.',
        examples: [[{ host: 'login.izmir.example' }]],
      })
      .default([]),
    adminEmail: email()
      .meta({
        description: 'Mailbox of the first administrator. Default: contact.email.',
        examples: ['it@izmir.example'],
      })
      .optional(),
  })
  .prefault({});

/** How often the passwords have been renewed. */
export const rotation = wholeNumber(0, 999);

/** Where images are pulled from instead. */
export const registryMirrors = z
  .record(
    z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?$/, {
      error: 'The host of the registry that publishes images, such as docker.io.',
    }),
    z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/, {
        error: 'A registry, perhaps with a path: no scheme, no slash at the end.',
      })
      .max(300, { error: 'A registry of at most 300 characters.' })
      .meta({ examples: ['registry.izmir.example/docker-hub'] }),
    { error: 'A mapping of registries to their mirrors.' },
  )
  .meta({
    description:
      "Registries that images are pulled from instead, by the host that publishes them: a mirror of the city's, or an ECR pull-through cache. Images keep their names and tags below it.",
    examples: [{ 'docker.io': '111122223333.dkr.ecr.eu-central-1.amazonaws.com/docker-hub' }],
  });

const existingPortal = z
  .strictObject({
    url: z
      .string()
      .regex(/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?(\/[A-Za-z0-9._~-]+)*$/, {
        error: 'The https address of a CKAN, before /api: no user, no query, no slash at the end.',
      })
      .max(300, { error: 'An address of at most 300 characters.' })
      .meta({ description: 'Its address, before /api.', examples: ['https://data.ibb.example'] }),
    organization: z
      .string()
      .regex(/^[a-z0-9_-]{2,100}$/, {
        error: 'The name of an organisation of CKAN: lower-case letters, digits, - and _.',
      })
      .meta({ description: 'Organisation that the datasets belong to; it is there already.', examples: ['ibb'] }),
    token: z
      .strictObject({
        name: dnsSubdomain().meta({
          description: "Name of the Secret in the platform's namespace, or of the secret in Secrets Manager.",
          examples: ['portal'],
        }),
        key: z
          .string()
          .regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a secret: letters, digits, -, _ and dots.' })
          .meta({ description: 'Key in it that holds the token.', examples: ['token'] })
          .default('token'),
      })
      .meta({
        description: 'Where the API token is, of somebody who is editor of the organisation.',
        examples: [{ name: 'portal' }],
      }),
  })
  .meta({
    description:
      'A CKAN 2.11 that the city runs already: what is open is published there, and the platform has no other.',
    examples: [{ url: 'https://data.ibb.example', organization: 'ibb', token: { name: 'portal' } }],
  });

/** The open data portal. */
export const openDataPortal = z
  .strictObject({
    existing: existingPortal.optional(),
    replicas: wholeNumber(1, 50)
      .meta({ description: 'Replicas. Default: 2 for profile city, else 1.', examples: [2] })
      .optional(),
  })
  .prefault({});

/** The one way in. */
export const gateway = z
  .strictObject({
    requestsPerSecond: wholeNumber(1, 1_000_000)
      .meta({
        description:
          'Requests a second that the gateway lets through; others are answered with 429. Default: four times load.messagesPerSecond, at least 200, and no more than the broker answers.',
        examples: [200],
      })
      .optional(),
    maxBodyMegabytes: wholeNumber(1, 50)
      .meta({ description: 'Largest request body, in megabytes.', examples: [2] })
      .default(2),
    corsOrigins: listOf(
      z
        .string()
        .regex(
          /^(https:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?|http:\/\/([a-z0-9-]+\.)*localhost)(:[1-9]\d{0,4})?$/,
          {
            error:
              'An origin: https (http only for localhost), a host, perhaps a port; no path, no slash at the end, no wildcard.',
          },
        )
        .max(300, { error: 'An origin of at most 300 characters.' })
        .meta({ examples: ['https://map.izmir.example'] }),
      50,
    )
      .meta({
        description: 'Web pages, by origin, whose scripts may call the platform.',
        examples: [['https://map.izmir.example']],
      })
      .default([]),
  })
  .prefault({});

/** Backups of every stateful part, or the reason for having none. */
export const backups = z
  .union(
    [
      z.strictObject({
        enabled: z
          .literal(true)
          .meta({ description: 'Backups are made.', examples: [true] })
          .default(true),
        retentionDays: wholeNumber(1, 35)
          .meta({ description: 'Days a backup is kept.', examples: [14] })
          .default(14),
        schedule: z
          .string()
          .max(100, { error: 'A cron schedule of at most 100 characters.' })
          .refine(isCronSchedule, {
            error: 'A cron schedule of five fields in numbers: minute, hour, day of month, month, day of week.',
          })
          .meta({ description: 'When, as cron, in UTC.', examples: ['0 2 * * *'] })
          .default('0 2 * * *'),
      }),
      z.strictObject({
        enabled: z.literal(false).meta({ description: 'No backups are made.', examples: [false] }),
        reason: reason(),
      }),
    ],
    { error: 'A mapping: either retentionDays and schedule, or enabled: false with a reason.' },
  )
  .meta({
    description: 'Backups. Default: made every night and kept for 14 days; none for profile laptop.',
    examples: [{ enabled: false, reason: 'A rehearsal that is thrown away every night.' }, { retentionDays: 14 }],
  });
