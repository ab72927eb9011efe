import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { wholeNumber } from './fields';

/** What only a platform on one machine needs to know. */
export const composeSection = z
  .strictObject({
    address: z
      .string()
      .max(15, { error: 'An IPv4 address, such as 127.0.0.1.' })
      .refine(isIPv4, { error: 'An IPv4 address, such as 127.0.0.1.' })
      .meta({
        description:
          'Address of the machine that answers. With the default nobody else reaches the platform; 0.0.0.0 is every address.',
        examples: ['127.0.0.1'],
      })
      .default('127.0.0.1'),
    httpsPort: wholeNumber(1, 65_535)
      .meta({
        description: 'Port for HTTPS, a part of every public address unless it is 443. Two platforms have two.',
        examples: [8443],
      })
      .default(443),
    httpPort: wholeNumber(1, 65_535)
      .meta({
        description: 'Port that sends who comes over HTTP to HTTPS. Default: 80 beside 443, else none.',
        examples: [8080],
      })
      .optional(),
    certificate: z
      .enum(['local', 'own'], { error: 'local or own.' })
      .meta({
        description:
          'local: citykit up makes an authority of this machine, which signs. own: you put certificate.pem and key.pem into the folder certificates beside compose.yaml.',
        examples: ['local'],
      })
      .default('local'),
  })
  .meta({ description: 'What only a platform on one machine (Docker Compose, Podman) needs to know.' });
