import { z } from 'zod';
import { dnsSubdomain, email, hostName, textLine, wholeNumber } from './fields';

/** The mail server of the city, through which the platform writes to people. */
export const mail = z
  .strictObject({
    host: hostName().meta({ description: 'Host of the SMTP server.', examples: ['smtp.izmir.example'] }),
    port: wholeNumber(1, 65_535)
      .meta({ description: 'Port of the SMTP server.', examples: [587] })
      .default(587),
    from: email().meta({ description: 'Sender of the mails.', examples: ['platform@izmir.example'] }),
    security: z
      .enum(['starttls', 'none'])
      .meta({
        description: 'starttls: nothing passes in the clear. none: for a relay inside a network of its own.',
        examples: ['starttls'],
      })
      .default('starttls'),
    login: z
      .strictObject({
        user: textLine(254).meta({ description: 'Name of the login.', examples: ['platform'] }),
        secret: z
          .strictObject({
            name: dnsSubdomain().meta({
              description: "Name of the Secret in the platform's namespace, or of the secret in Secrets Manager.",
              examples: ['mail'],
            }),
            key: z
              .string()
              .regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a secret: letters, digits, -, _ and dots.' })
              .meta({ description: 'Key in it that holds the password.', examples: ['password'] })
              .default('password'),
          })
          .meta({ description: 'Where the password is.', examples: [{ name: 'mail' }] }),
      })
      .meta({
        description: 'How the platform logs in. Default: without a login.',
        examples: [{ user: 'platform', secret: { name: 'mail' } }],
      })
      .optional(),
  })
  .refine(({ security, login }) => security === 'starttls' || login === undefined, {
    path: ['security'],
    error: 'A mail server with a login is used over TLS.',
    params: { fix: "Set it to 'starttls', or remove login." },
  })
  .meta({
    description: 'The mail server of the city. Default: none, and the platform sends no mail.',
    examples: [
      {
        host: 'smtp.izmir.example',
        from: 'platform@izmir.example',
        login: { user: 'platform', secret: { name: 'mail' } },
      },
    ],
  });
