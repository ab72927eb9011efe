import { isIP } from 'node:net';
import { z } from 'zod';
import { isNetwork } from '../network';
import { defaultPorts, type NotificationScheme } from '../notification-scheme';
import { dnsLabel, listOf, wholeNumber } from './fields';

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';

/** A host, every host below a domain, or, with `orAny`, every host. */
function hosts({ orAny }: { readonly orAny: boolean }) {
  const any = orAny ? ', or * for every name' : '';
  const error = `A host name in lower case, *.domain for every name below a domain${any}; no scheme, port, path or address.`;
  return z
    .string()
    .regex(new RegExp(`^(${orAny ? '\\*|' : ''}(\\*\\.)?${label}(\\.${label})*)$`), { error })
    .max(253, { error })
    .refine((name) => isIP(name) === 0, { error });
}

const receiver = z
  .strictObject({
    host: hosts({ orAny: true })
      .meta({
        description: 'Receivers by name: one host, *.domain, or * for all. Their addresses are public, or in network.',
        examples: ['alerts.izmir.example', '*.izmir.example'],
      })
      .optional(),
    network: z
      .string()
      .max(49, { error: 'A network of at most 49 characters.' })
      .refine(isNetwork, {
        error:
          'A network as CIDR, without bits behind the prefix: not every address, loopback, link-local or multicast.',
      })
      .meta({
        description: 'Receivers by address; with host, where the addresses of that host lie.',
        examples: ['10.20.0.0/16'],
      })
      .optional(),
    namespace: dnsLabel(63)
      .meta({
        description: 'Receivers by namespace: the services of one in the same cluster. Means nothing elsewhere.',
        examples: ['apps'],
      })
      .optional(),
    schemes: listOf(z.enum(Object.keys(defaultPorts) as NotificationScheme[]).meta({ examples: ['https'] }), 4)
      .min(1, { error: 'At least one scheme.' })
      .meta({ description: 'How they are reached.', examples: [['https'], ['mqtts']] })
      .default(['https']),
    ports: listOf(wholeNumber(1, 65_535).meta({ examples: [443] }), 20)
      .min(1, { error: 'At least one port.' })
      .meta({
        description: 'Ports they listen on. Default: those of the schemes (443, 80, 8883, 1883).',
        examples: [[443, 8443]],
      })
      .optional(),
  })
  .refine(({ host, network, namespace }) => (namespace === undefined) === ((host ?? network) !== undefined), {
    error: 'Receivers by host, by network, by both, or by namespace.',
    params: { fix: 'Name a host, a network or a namespace; a namespace stands alone.' },
  })
  .meta({ examples: [{ host: '*.izmir.example' }] });

/** The context broker. */
export const broker = z
  .strictObject({
    replicas: wholeNumber(1, 50)
      .meta({
        description: 'Replicas. Default: with bus kafka one for each 500 messages a second, 2 to 8; else 1.',
        examples: [2],
      })
      .optional(),
    bus: z
      .enum(['memory', 'kafka'])
      .meta({
        description: 'What carries events between replicas. Default: kafka for profile city, else memory.',
        examples: ['kafka'],
      })
      .optional(),
    notifications: listOf(receiver, 100)
      .meta({
        description: 'Who may be notified by subscriptions. Default: every host with a public address, over https.',
        examples: [[{ host: '*.izmir.example' }, { network: '10.20.0.0/16', schemes: ['http'], ports: [8080] }]],
      })
      .default([{ host: '*', schemes: ['https'] }]),
    contextHosts: listOf(hosts({ orAny: false }).meta({ examples: ['smart-data-models.github.io'] }), 100)
      .meta({
        description:
          "Hosts, or *.domain, whose @contexts clients may use besides the platform's own; read over https on port 443.",
        examples: [['smart-data-models.github.io']],
      })
      .default([]),
  })
  .prefault({});
