import { z } from 'zod';
import { citySchema } from './city-schema';
import { countryCodes } from './country-codes';
import { dnsLabel, listOf, textLine } from './sections/fields';
import { tenantId } from './sections/tenant';

const cityFile = z
  .string()
  .regex(/^\P{Cc}+\.(ya?ml|json|[cm]?[jt]s)$/u, { error: 'The path of a city spec, relative to this file.' })
  .max(500, { error: 'A path of at most 500 characters.' })
  .meta({ description: 'A city spec, by its path relative to this file.', examples: ['../izmir/city.yaml'] });

/** One query for all cities of a federation: `query` of `federation.yaml`. */
const query = z
  .strictObject({
    host: dnsLabel(24).meta({
      description: 'The city on whose platform the federation answers, at federation.<domain>, by its name.',
      examples: ['izmir'],
    }),
    readers: z
      .enum(['viewers', 'anyone'])
      .meta({
        description:
          'viewers: who has a token of the host with the role viewer or more. anyone: what is shared is public.',
        examples: ['viewers'],
      })
      .default('viewers'),
    shares: z.record(dnsLabel(24), listOf(tenantId, 100)).meta({
      description:
        'What each city shares: its tenants by its name; an empty list for a city without tenants. A city that is not named is not asked.',
      examples: [{ izmir: ['parking'], istanbul: ['parking'] }],
    }),
  })
  .meta({ description: 'One query for all cities. Default: each city answers for itself alone.' });

/** One catalogue of all cities of a federation: `catalogue` of `federation.yaml`. */
const catalogue = z
  .strictObject({
    host: dnsLabel(24).meta({
      description: "The city whose portal shows the datasets of all: each other city's in an organisation of its own.",
      examples: ['izmir'],
    }),
    everyMinutes: z
      .int()
      .min(5, { error: 'At least 5 minutes.' })
      .max(10_080, { error: 'At most 10,080 minutes, a week.' })
      .meta({ description: "Between two readings of a city's catalogue.", examples: [60] })
      .default(60),
  })
  .meta({ description: 'One catalogue of all cities. Default: each portal shows its own datasets alone.' });

/** Cities that are validated together: `federation.yaml`. */
export const federationSchema = z
  .strictObject({
    $schema: z
      .string()
      .max(500, { error: 'An address of at most 500 characters.' })
      .meta({
        description: 'JSON Schema of this file, for editors; not read otherwise.',
        examples: ['../schema/federation.schema.json'],
      })
      .optional(),
    federation: dnsLabel(24).meta({
      description: 'Short name of the federation, as a DNS label.',
      examples: ['turkiye'],
    }),
    title: textLine(100)
      .meta({ description: 'Name of the federation for people. Default: its short name.', examples: ['Türkiye'] })
      .optional(),
    joining: z
      .enum(['first', 'later'])
      .meta({
        description: 'first: these cities join now, two or more of each new country. later: their countries are in.',
        examples: ['first'],
      })
      .default('first'),
    cities: listOf(
      z.union([cityFile, citySchema], { error: 'The path of a city spec, or a city described here.' }),
      1000,
    )
      .min(1, { error: 'At least one city.' })
      .meta({
        description: 'The cities: paths relative to this file, or cities described here.',
        examples: [['../izmir/city.yaml', '../istanbul/city.yaml']],
      }),
    alreadyJoined: listOf(
      z
        .enum(countryCodes as [string, ...string[]], {
          error: 'An ISO 3166-1 alpha-2 code: two capital letters (GB for the United Kingdom, GR for Greece).',
        })
        .meta({ examples: ['FI'] }),
      countryCodes.length,
    )
      .meta({ description: 'Countries with member cities already: one more city of theirs may join alone.' })
      .default([]),
    query: query.optional(),
    catalogue: catalogue.optional(),
  })
  .meta({ title: 'Federation', description: 'Cities that join together.' });
