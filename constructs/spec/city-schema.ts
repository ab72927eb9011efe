import { z } from 'zod';
import { countryCodes } from './country-codes';
import { isLanguageTag } from './language-codes';
import { awsSection } from './sections/aws';
import { broker } from './sections/broker';
import { composeSection } from './sections/compose';
import { dashboards } from './sections/dashboards';
import { dataModels } from './sections/data-model-entry';
import { declarations } from './sections/declarations';
import { deviceGroup } from './sections/devices';
import { domainName, email, listOf, textLine, wholeNumber } from './sections/fields';
import { kubernetesSection } from './sections/kubernetes';
import { mail } from './sections/mail';
import { openDataEntry } from './sections/open-data';
import {
  backups,
  gateway,
  history,
  identity,
  load,
  openDataPortal,
  registryMirrors,
  rotation,
} from './sections/operations';
import { telemetry } from './sections/telemetry';
import { tenant } from './sections/tenant';
import { verification } from './sections/verification';
import { isTimeZone } from './time-zone';

const nameRule =
  'A DNS label of 2 to 24 characters: lower-case letters, digits and hyphens, beginning with a letter, not ending with a hyphen.';

const degrees = (limit: number) => {
  const error = `Decimal degrees from -${limit} to ${limit}.`;
  return z.number({ error }).min(-limit, { error }).max(limit, { error });
};

const languageRule =
  'A language tag (BCP 47) of at most 35 characters: a code of ISO 639, then, where need be, script and region.';

/**
 * The city spec as it is written: `city.yaml`, or the argument of `defineCity`. Defaults that follow from another
 * field are stated in words here and filled in by `withDefaults`.
 */
export const citySchema = z
  .strictObject({
    $schema: z
      .string()
      .max(500, { error: 'An address of at most 500 characters.' })
      .meta({
        description: 'JSON Schema of this file, for editors; not read otherwise.',
        examples: ['../schema/city.schema.json'],
      })
      .optional(),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, { error: nameRule })
      .max(24, { error: nameRule })
      .meta({ description: 'Short name of the city, as a DNS label; it never changes.', examples: ['izmir'] }),
    title: textLine(100)
      .meta({ description: 'Name of the city for people. Default: the name, capitalised.', examples: ['İzmir'] })
      .optional(),
    country: z
      .enum(countryCodes as [string, ...string[]], {
        error: 'An ISO 3166-1 alpha-2 code: two capital letters (GB for the United Kingdom, GR for Greece).',
      })
      .meta({ description: 'Country, as an ISO 3166-1 alpha-2 code.', examples: ['TR'] }),
    population: wholeNumber(1, 50_000_000).meta({
      description: 'People who live in the city; sizes follow from it.',
      examples: [4_500_000],
    }),
    location: z
      .strictObject({
        latitude: degrees(90).meta({ description: 'Latitude (WGS 84), north positive.', examples: [38.42] }),
        longitude: degrees(180).meta({ description: 'Longitude (WGS 84), east positive.', examples: [27.14] }),
      })
      .meta({ description: 'Where the city lies.', examples: [{ latitude: 38.42, longitude: 27.14 }] })
      .optional(),
    languages: listOf(
      z
        .string()
        .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: languageRule })
        .max(35, { error: languageRule })
        .refine(isLanguageTag, { error: languageRule })
        .meta({ examples: ['tr'] }),
      20,
    )
      .min(1, { error: 'At least one language.' })
      .meta({ description: "Languages of the city's people, the main one first.", examples: [['tr', 'en']] })
      .default(['en']),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'A time zone of the IANA database.' })
      .meta({ description: 'IANA time zone of the city.', examples: ['Europe/Istanbul'] })
      .default('UTC'),
    domain: domainName()
      .meta({
        description:
          'Domain that the platform answers under. Required, except for profile laptop: there the default is <name>.localhost.',
        examples: ['izmir.example'],
      })
      .optional(),
    contact: z
      .strictObject({
        name: textLine(100)
          .meta({ description: 'Who publishes. Default: the title of the city.', examples: ['City of İzmir'] })
          .optional(),
        email: email()
          .meta({
            description:
              'Mailbox for questions about the data. Required, except for profile laptop: there the default is contact@<name>.localhost.',
            examples: ['data@izmir.example'],
          })
          .optional(),
      })
      .meta({
        description: 'Publisher and contact of the open data (DCAT-AP).',
        examples: [{ email: 'data@izmir.example' }],
      })
      .prefault({}),
    profile: z
      .enum(['laptop', 'pilot', 'city'])
      .meta({
        description: 'laptop: one machine. pilot: one zone, small. city: three zones, highly available.',
        examples: ['pilot'],
      })
      .default('pilot'),
    tenants: listOf(tenant, 200)
      .meta({ description: 'Departments whose data stand apart.', examples: [[{ id: 'air_quality' }]] })
      .default([]),
    dataModels: dataModels
      .meta({
        description: "The data models in use: built-in ones by type, the city's own described in place.",
        examples: [['AirQualityObserved', 'OffStreetParking']],
      })
      .default([]),
    openData: listOf(openDataEntry, 1000)
      .meta({
        description: 'What is published as open data.',
        examples: [[{ type: 'AirQualityObserved', licence: 'CC-BY-4.0' }]],
      })
      .default([]),
    devices: listOf(deviceGroup, 200)
      .meta({
        description:
          'Devices that send measures, in groups of one kind. Default: none, and there is no device gateway.',
        examples: [[{ id: 'car-parks', type: 'OffStreetParking', attributes: { free: 'availableSpotNumber' } }]],
      })
      .default([]),
    demoData: z
      .boolean({ error: 'true or false.' })
      .meta({
        description:
          'Whether a simulator sends demo data as devices would, for car parks, air quality, weather and traffic. false removes what it has left; so does removing the line, where the city has devices of its own. Default: there is no simulator.',
        examples: [true],
      })
      .optional(),
    dashboards: dashboards.meta({ description: 'What is drawn of the data, and for whom.' }),
    load: load.meta({ description: 'How much the platform has to carry.' }),
    history: history.meta({ description: 'The values that attributes had before.' }),
    identity: identity.meta({ description: 'How people and machines sign in.' }),
    mail: mail.optional(),
    broker: broker.meta({ description: 'The context broker.' }),
    openDataPortal: openDataPortal.meta({ description: 'The open data portal.' }),
    gateway: gateway.meta({ description: 'The one way in.' }),
    backups: backups.optional(),
    declarations: declarations.meta({
      description: 'What the city says of itself that cannot be seen from outside; citykit verify reads it.',
    }),
    verification: verification.meta({ description: 'How the platform holds itself against the mechanisms.' }),
    telemetry: telemetry.optional(),
    registryMirrors: registryMirrors.default({}),
    rotation: rotation
      .meta({
        description:
          'How often the generated passwords have been renewed. Raise it by one to renew all of them: setup jobs run again and services start anew. A new city begins with 0.',
        examples: [0],
      })
      .default(0),
    targets: z
      .strictObject({
        kubernetes: kubernetesSection.optional(),
        aws: awsSection.optional(),
        compose: composeSection.optional(),
      })
      .meta({ description: 'What only one target needs to know.' })
      .prefault({}),
  })
  .meta({
    title: 'City',
    description: 'A city, described once; its whole platform follows from it.',
  });

/** A spec that satisfies the schema, before the defaults that follow from other fields. */
export type CitySpec = z.output<typeof citySchema>;
