import { z } from 'zod';
import { isCidr } from '../network';
import { dnsLabel, listOf, wholeNumber } from './fields';

/** A network in CIDR notation. */
export const cidr = z
  .string()
  .max(49, { error: 'A network of at most 49 characters.' })
  .refine(isCidr, { error: 'A network as CIDR, without bits behind the prefix; one address is a network too.' })
  .meta({ examples: ['10.20.0.0/16'] });

/** Labels of Kubernetes objects. */
export const labels = z.record(
  z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, {
    error: 'The key of a label: letters, digits, -, _ and dots, perhaps after a domain and a slash.',
  }),
  z.string().regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, {
    error: 'The value of a label: letters, digits, -, _ and dots, at most 63 characters.',
  }),
  { error: 'A mapping of labels.' },
);

/** Who answers names in a cluster. */
export const clusterDns = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('pods').meta({ description: 'Pods, such as CoreDNS.' }),
        namespace: dnsLabel(63)
          .meta({ description: 'Their namespace.', examples: ['openshift-dns'] })
          .default('kube-system'),
        labels: labels
          .meta({
            description: 'Their labels.',
            examples: [{ 'dns.operator.openshift.io/daemonset-dns': 'default' }],
          })
          .default({ 'k8s-app': 'kube-dns' }),
        port: wholeNumber(1, 65_535)
          .meta({ description: 'Port they listen on, behind their Service.', examples: [5353] })
          .default(53),
      }),
      z.strictObject({
        kind: z.literal('addresses').meta({ description: 'No pods: a cache on each node, or a server outside.' }),
        networks: listOf(cidr, 20)
          .min(1, { error: 'At least one network.' })
          .meta({ description: 'Their addresses.', examples: [['169.254.20.10/32']] }),
        port: wholeNumber(1, 65_535)
          .meta({ description: 'Port they listen on.', examples: [53] })
          .default(53),
      }),
    ],
    { error: 'A mapping whose kind is pods or addresses.' },
  )
  .meta({
    examples: [
      { kind: 'addresses', networks: ['169.254.20.10/32', '10.96.0.10/32'] },
      {
        kind: 'pods',
        namespace: 'openshift-dns',
        labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
        port: 5353,
      },
    ],
  });
