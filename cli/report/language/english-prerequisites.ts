import type { DnsPlace, PrerequisiteTexts } from '../prerequisite';

const place = ({ account, region }: { readonly account?: string; readonly region: string }) =>
  `${account ? `the account ${account}` : 'the account of the credentials'} and the region ${region}`;

const dnsAt = (at: DnsPlace) =>
  'networks' in at
    ? at.networks.join(', ')
    : `pods labelled ${at.pods} in ${at.namespace}${at.orNodeLocal ? ', or NodeLocal DNSCache at 169.254.20.10' : ''}`;

const entries = {
  compose: 'the address of the machine',
  aws: 'the load balancer, as aliases of its name, which the console shows once it is made',
  ingress: 'the address of the Ingress controller',
  gateway: 'the address of the Gateway',
  loadBalancer: 'the address that the LoadBalancer Service gets',
} as const;

const bodies = (mebibytes: number) => `It has to let through bodies of ${mebibytes} MiB.`;

/** What has to be there first, in English. */
export const englishPrerequisites: PrerequisiteTexts = {
  credentials: (values) => ({ name: 'Credentials', need: `For ${place(values)}, with which the CDK deploys.` }),
  bootstrap: (values) => ({
    name: 'CDK bootstrap stack',
    need: `Made once for ${place(values)}, by cdk bootstrap.`,
  }),
  vpc: ({ id, zones }) => ({
    name: `VPC ${id}`,
    need: `With the subnets that the spec names, in ${zones.join(', ')}.`,
  }),
  hostedZone: ({ id, domain }) => ({
    name: `Hosted zone ${id}`,
    need: `Public, for ${domain}: the addresses of the platform become records in it.`,
  }),
  certificate: ({ arn }) => ({ name: 'Certificate', need: `${arn}, for the domain and its subdomains.` }),
  mailSecret: ({ name, key, user, host }) => ({
    name: `Secret ${name}`,
    need: `In Secrets Manager: the key ${key} of its JSON holds the password of ${user} at ${host}.`,
  }),
  mailbox: ({ address }) => ({
    name: `Mailbox ${address}`,
    need: 'Someone confirms the subscription to the alarms in it.',
  }),
  kubernetes: () => ({
    name: 'Kubernetes',
    need: 'Version 1.30 or newer, with a network plugin that enforces NetworkPolicies.',
  }),
  architecture: ({ name }) => ({
    name: `Nodes of ${name}`,
    need: 'Some programs are published for this architecture alone: the list of container images says which.',
  }),
  dns: ({ at, port, field }) => ({
    name: 'Cluster DNS',
    need: `NetworkPolicies let programs ask ${dnsAt(at)}, on port ${port}. Where yours is another, say so in ${field}.`,
  }),
  apiServer: ({ networks, ports }) => ({
    name: 'API server',
    need: `NetworkPolicies let programs reach it at ${networks ? networks.join(', ') : 'any address'}, on port ${ports.join(' or ')}. kubectl get endpointslices --namespace default --selector kubernetes.io/service-name=kubernetes shows yours; where it is another, say so in targets.kubernetes.apiServer.`,
  }),
  eksCluster: ({ name, autoMode, cores, gibibytes }) => ({
    name: `Cluster of EKS ${name}`,
    need: `Active, with access entries (authentication mode API or API_AND_CONFIG_MAP), ${autoMode ? 'with EKS Auto Mode, ' : ''}and with nodes of amd64 that have room for ${cores} cores and ${gibibytes} GiB, twice that during a rollout. What programs write has to go to a log that is kept.`,
  }),
  clusterAccess: ({ file, namespace }) => ({
    name: file,
    need: `Applied by whoever administers the cluster: the namespace ${namespace}, and what the two functions of the stack may do.`,
  }),
  loadBalancerController: () => ({
    name: 'AWS Load Balancer Controller',
    need: 'It binds the pods of the gateway to the load balancers of the stack (TargetGroupBinding).',
  }),
  filesDriver: () => ({
    name: 'Amazon EFS CSI driver',
    need: 'With a role of its own (AmazonEFSCSIDriverPolicy): volumes that several pods write, or that are backed up, lie on EFS.',
  }),
  operator: ({ name, kinds, namespace, needsCertManager, watches }) => ({
    name,
    need: `Its controller and CRDs${namespace ? `, in the namespace ${namespace}` : ''}, for ${kinds.join(', ')}.${needsCertManager ? ' It gets its own certificates from cert-manager.' : ''}${watches ? ` It watches the namespace ${watches}: by itself it watches its own alone.` : ''}`,
  }),
  ownVolumes: ({ className }) => ({
    name: className ? `StorageClass ${className}` : 'Default StorageClass',
    need: 'For volumes that one pod writes (ReadWriteOnce).',
  }),
  sharedVolumes: ({ className }) => ({
    name: className ? `StorageClass ${className}` : 'Default StorageClass',
    need: `For the files that several replicas of the portal share: it has to offer ReadWriteMany.${className ? '' : ' Few default classes do: name one that does in sharedStorageClass.'}`,
  }),
  metricsServer: () => ({ name: 'Metrics Server', need: 'Replicas follow the processor load it reports.' }),
  ingress: ({ className, maxBody }) => ({
    name: className ? `Ingress controller of the class ${className}` : 'Ingress controller of the default class',
    need: `The way in from outside. ${bodies(maxBody)}`,
  }),
  gateway: ({ name, listener, maxBody, ports }) => ({
    name: `Gateway ${name}`,
    need: `The way in from outside. It exists; its listener ${listener} takes routes of this namespace and holds the certificate. ${bodies(maxBody)}${ports.length > 0 ? ` Listeners on the ports ${ports.join(', ')} end TLS and take TCPRoutes.` : ''}`,
  }),
  engine: () => ({
    name: 'Docker or Podman',
    need: 'Docker 20.10 or newer with Compose 2.20 or newer, or Podman with podman compose.',
  }),
  machine: ({ gibibytes, address, ports }) => ({
    name: 'Machine',
    need: `${gibibytes} GiB of memory, and nobody else on the ports ${ports.join(', ')} of ${address}.`,
  }),
  ownCertificate: ({ hosts }) => ({
    name: 'Certificate',
    need: `certificates/certificate.pem with its chain, for ${hosts.join(', ')}, and certificates/key.pem, beside compose.yaml.`,
  }),
  givenSecrets: ({ variables }) => ({
    name: 'Secrets',
    need: `The file .env beside compose.yaml has a line for each of ${variables.join(', ')}.`,
  }),
  dnsRecords: ({ hosts, to }) => ({ name: 'DNS records', need: `${hosts.join(', ')} lead to ${entries[to]}.` }),
  ingressCertificate: ({ hosts }) => ({
    name: 'Certificate',
    need: `The Ingress controller has one of its own for ${hosts.join(', ')}; or name a ClusterIssuer, or a Secret that holds a certificate, in targets.kubernetes.edge.`,
  }),
  tlsSecret: ({ name, namespace, hosts }) => ({
    name: `Secret ${name}`,
    need: `In the namespace ${namespace}, of type kubernetes.io/tls: a certificate with its chain for ${hosts.join(', ')}, and its key. Somebody renews it in time.`,
  }),
  clusterIssuer: ({ name }) => ({
    name: `ClusterIssuer ${name}`,
    need: 'cert-manager runs in the cluster and signs the certificate with this issuer.',
  }),
  objectStoreSecret: ({ name, namespace, bucket, endpoint }) => ({
    name: `Secret ${name}`,
    need: `In the namespace ${namespace}, with accessKeyId and secretAccessKey for the bucket ${bucket} at ${endpoint}.`,
  }),
  objectStoreAuthority: ({ name, namespace, key, endpoint }) => ({
    name: `Secret ${name}`,
    need: `In the namespace ${namespace}: the key ${key} holds the certificates, in PEM, of the authority that signed the one of ${endpoint}.`,
  }),
  secret: ({ name, namespace, key, user, host }) => ({
    name: `Secret ${name}`,
    need: `In the namespace ${namespace}: the key ${key} holds the password of ${user} at ${host}.`,
  }),
  givenSecret: ({ name, component, key, namespace }) => ({
    name: `Secret ${name}`,
    need: `${namespace ? `In the namespace ${namespace}` : 'In Secrets Manager'}: ${key ? `the key ${key}${namespace ? '' : ' of its JSON'}` : 'its whole value'} is what ${component} reads. Somebody else keeps it.`,
  }),
  federationKey: ({ name, city, client, issuer, namespace, key }) => ({
    name: `Secret ${name}`,
    need: `${namespace ? `In the namespace ${namespace}: the key ${key}` : 'In Secrets Manager: its whole value'} is the secret of the client ${client} of ${issuer}, which ${city} gives.`,
  }),
  secretStore: ({ name, keys }) => ({
    name,
    need: `It holds a value under each of these keys, with the property in brackets: ${keys.join(', ')}.`,
  }),
};
