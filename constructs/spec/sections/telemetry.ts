import { z } from 'zod';
import { dnsSubdomain } from './fields';

const headerRule =
  'The name of a header as HTTP/2 has it: lower-case letters, digits and hyphens, at most 64; none that the exporter sets.';

/** Headers that the exporter sets itself, or that belong to the connection. */
const ownHeaders = ['connection', 'content-encoding', 'content-length', 'content-type', 'host', 'transfer-encoding'];

const headerName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: headerRule })
  .max(64, { error: headerRule })
  .refine((name) => !ownHeaders.includes(name), { error: headerRule });

const headerSecret = z
  .strictObject({
    name: dnsSubdomain().meta({
      description: "Name of the Secret in the platform's namespace, or of the secret in Secrets Manager.",
      examples: ['telemetry'],
    }),
    key: z
      .string()
      .regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a secret: letters, digits, -, _ and dots.' })
      .meta({
        description: 'Key in it that holds the whole value of the header. Default: the name of the header.',
        examples: ['authorization'],
      })
      .optional(),
  })
  .meta({ examples: [{ name: 'telemetry' }] });

/** Where the numbers of the platform go, besides who reads them on the target. */
export const telemetry = z
  .strictObject({
    endpoint: z
      .string()
      .regex(/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?(\/[A-Za-z0-9._~-]+)*$/, {
        error: 'The https address of an OTLP receiver, before /v1/metrics: no user, no query, no slash at the end.',
      })
      .max(300, { error: 'An address of at most 300 characters.' })
      .refine((url) => !url.endsWith('/v1/metrics'), {
        error: 'The https address of an OTLP receiver, before /v1/metrics: no user, no query, no slash at the end.',
      })
      .meta({
        description: 'Its address, before /v1/metrics.',
        examples: ['https://otlp.izmir.example', 'https://otlp-gateway-prod-eu-west-2.grafana.net/otlp'],
      }),
    headers: z
      .record(headerName, headerSecret, { error: 'A mapping of headers to where their values are.' })
      .refine((headers) => Object.keys(headers).length <= 10, { error: 'At most ten headers.' })
      .meta({
        description: 'Headers by which the receiver knows the platform, each with the secret that holds its value.',
        examples: [{ authorization: { name: 'telemetry' } }],
      })
      .default({}),
  })
  .meta({
    description:
      "A receiver of OTLP over HTTP that the metrics of all components are sent to, once a minute. Default: none; they are read by the target's own means alone.",
    examples: [{ endpoint: 'https://otlp.izmir.example', headers: { authorization: { name: 'telemetry' } } }],
  });
