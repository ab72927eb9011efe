import { z } from 'zod';
import { isPlainJson } from '../plain-json';
import { modelTypeName } from './data-model-entry';
import { dnsSubdomain, hostName, listOf, textLine, wholeNumber } from './fields';
import { tenantId } from './tenant';

const deviceId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, {
  error: 'The id of a device: 1 to 100 letters, digits, dots, _, : and -, beginning with a letter or digit.',
});

const attributeName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
  error: 'The name of an attribute: letters, digits and underscores, beginning with a letter, at most 64.',
});

const fixed = z.record(attributeName, z.unknown()).refine((value) => isPlainJson(value), {
  error: 'Values by the names of attributes: plain JSON, at most 20 levels deep.',
});

const device = z
  .union(
    [
      deviceId,
      z.strictObject({
        id: deviceId.meta({ description: 'Id of the device.', examples: ['konak'] }),
        static: fixed
          .meta({
            description: 'Values that its entity has besides those of the group; places as GeoJSON.',
            examples: [{ name: 'Konak', location: { type: 'Point', coordinates: [27.1287, 38.4189] } }],
          })
          .default({}),
      }),
    ],
    { error: 'The id of a device, or a mapping with its id and what is static of it.' },
  )
  .meta({ examples: ['konak'] });

const attribute = z
  .union(
    [
      attributeName,
      z.strictObject({
        name: attributeName.meta({ description: 'The attribute of the data model.', examples: ['temperature'] }),
        unit: z
          .string()
          .regex(/^[A-Z0-9]{2,3}$/, { error: 'A UN/CEFACT common code: two or three capital letters or digits.' })
          .meta({
            description: 'UN/CEFACT code of the unit that the device measures in. Default: that of the data model.',
            examples: ['FAH'],
          })
          .optional(),
      }),
    ],
    { error: 'The name of an attribute of the data model, or a mapping with name and unit.' },
  )
  .meta({ examples: ['temperature'] });

const network = z
  .strictObject({
    host: hostName().meta({ description: 'Host of its MQTT broker.', examples: ['eu1.cloud.thethings.network'] }),
    port: wholeNumber(1, 65_535)
      .meta({ description: 'Port of its MQTT broker, which speaks TLS.', examples: [8883] })
      .default(8883),
    user: textLine(254).meta({ description: 'Name of the login.', examples: ['izmir-air@ttn'] }),
    secret: z
      .strictObject({
        name: dnsSubdomain().meta({
          description: "Name of the Secret in the platform's namespace, or of the secret in Secrets Manager.",
          examples: ['things-stack'],
        }),
        key: z
          .string()
          .regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a secret: letters, digits, -, _ and dots.' })
          .meta({ description: 'Key in it that holds the password.', examples: ['password'] })
          .default('password'),
      })
      .meta({ description: 'Where the password is.', examples: [{ name: 'things-stack' }] }),
    application: z
      .string()
      .regex(/^[A-Za-z0-9@._-]{1,100}$/, { error: 'An id: letters, digits, @, dots, _ and -; at most 100.' })
      .meta({
        description: 'Id of the application in the network server. Default: the user, as The Things Stack has it.',
        examples: ['1b4e28ba-2fa1-11d2-883f-0016d3cca427'],
      })
      .optional(),
  })
  .meta({
    description: 'A network server whose uplinks are fetched. Default: it posts them.',
    examples: [{ host: 'eu1.cloud.thethings.network', user: 'izmir-air@ttn', secret: { name: 'things-stack' } }],
  });

/** Devices of one kind and tenant, and what their values become. */
export const deviceGroup = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, {
      error: 'Lower-case letters, digits and hyphens, beginning with a letter, at most 32.',
    })
    .meta({
      description: 'Names the group in topics and addresses, where an IoT Agent has its API key.',
      examples: ['car-parks'],
    }),
  type: modelTypeName.meta({
    description: 'The type of their entities; one of dataModels.',
    examples: ['OffStreetParking'],
  }),
  tenant: tenantId
    .meta({ description: 'Tenant whose entities they are. Default: the default tenant.', examples: ['parking'] })
    .optional(),
  protocol: z
    .enum(['json', 'ultralight', 'things-stack', 'chirpstack'], {
      error: 'json, ultralight, things-stack or chirpstack.',
    })
    .meta({
      description:
        "json, ultralight: what the devices themselves send, as to FIWARE's IoT Agents. things-stack, chirpstack: uplinks of a LoRaWAN network server.",
      examples: ['json'],
    })
    .default('json'),
  devices: listOf(device, 10_000)
    .meta({ description: 'Devices that are known from the start.', examples: [['konak', 'alsancak']] })
    .default([]),
  pattern: z
    .string()
    .regex(/^[A-Za-z0-9*][A-Za-z0-9._:*-]{0,99}$/, {
      error: 'The id of a device in which a * stands for any characters, at most 100.',
    })
    .meta({
      description: 'Further devices that are known: a * stands for any characters. Default: none.',
      examples: ['eui-*'],
    })
    .optional(),
  entity: z
    .string()
    .regex(/^urn:ngsi-ld:[A-Za-z0-9._:-]*\{id\}[A-Za-z0-9._:-]*$/, {
      error: 'A URN that begins with urn:ngsi-ld: and has {id} in it.',
    })
    .max(150, { error: 'At most 150 characters.' })
    .meta({
      description: 'Id of the entity of a device. Default: urn:ngsi-ld:<type>:{id}.',
      examples: ['urn:ngsi-ld:OffStreetParking:izmir:{id}'],
    })
    .optional(),
  attributes: z
    .record(
      z.string().regex(/^[^\p{Cc}|#/+]{1,100}$/u, {
        error: 'The name that the device gives a value: 1 to 100 characters without |, #, / and +.',
      }),
      attribute,
    )
    .meta({
      description:
        'The attribute of the data model for each value, by the name that the device gives it; kind and unit follow from the model. TimeInstant is the time of the measure.',
      examples: [{ free: 'availableSpotNumber' }],
    })
    .default({}),
  unlisted: z
    .enum(['refuse', 'pass'], { error: 'refuse or pass.' })
    .meta({
      description:
        'Values that are not listed. pass: those that have the name of an attribute of the data model are taken.',
      examples: ['pass'],
    })
    .default('refuse'),
  static: fixed
    .meta({
      description: 'Values that each of their entities has; places as GeoJSON.',
      examples: [{ typeofLocation: 'outdoor' }],
    })
    .default({}),
  network: network.optional(),
});
