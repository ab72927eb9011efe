import type { DnsPlace } from '../prerequisite';
import type { Language } from './language';

const cities = (amount: number, written: string) => `${written} ${amount === 1 ? 'city' : 'cities'}`;

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

const nouns = { object: ['object', 'objects'], resource: ['resource', 'resources'] } as const;

/** The page in English, and what every other language has to say. */
export const english = {
  tag: 'en',
  messages: {
    heading: (title: string, amount: number) =>
      amount === 1 ? `City platform of ${title}` : `City platforms of ${title}`,
    intro: (amount: number, written: string) =>
      `What the spec became: ${cities(amount, written)}, rendered and checked. The artefacts lie beside this page.`,
    contents: 'Contents',
    all: (noun: 'object' | 'resource', amount: number, written: string) =>
      `${written} ${nouns[noun][amount === 1 ? 0 : 1]}`,
    cities,

    overview: 'At a glance',
    sideBySide: (amount: number, written: string) => `The ${cities(amount, written)} side by side`,
    city: 'City',
    country: 'Country',
    people: 'People',
    profile: 'Profile',
    domain: 'Domain',
    languages: 'Languages',
    devices: 'Devices',
    tenants: 'Tenants',
    dataModels: 'Data models',
    openDatasets: 'Open datasets',
    messages: 'Messages',
    memory: 'Memory',
    optOuts: 'Opt-outs',
    costOnAws: 'AWS a month',
    objectsOn: (target: string, noun: 'object' | 'resource') => `${target} ${nouns[noun][1]}`,
    perSecond: (written: string) => `${written}/s`,
    aSecond: (written: string) => `${written} a second`,
    of: (part: string, whole: string) => `${part} of ${whole}`,

    addresses: 'Addresses',
    addressesNote: 'They answer once the platform is deployed.',
    portal: 'Open data portal',
    portalFor: 'For everybody: the datasets, and their catalogue for other portals.',
    api: 'API',
    apiFor: 'For programs (NGSI-LD): what is, what was, and subscriptions to what changes.',
    signIn: 'Sign-in',
    signInFor: 'For people who work with the platform: their account, password and second factor.',
    tokens: 'Tokens',
    tokensFor: 'For programs: the issuer whose tokens the API takes (OpenID Connect).',
    models: 'Data models',
    modelsFor: 'For developers: JSON Schemas, @contexts and examples.',

    nothingLeftOut: 'None: nothing is left out.',
    withoutIntro: (title: string) => `${title} goes without the following, for the reasons given.`,
    without: (measure: string) => `Without ${measure}`,
    everyTarget: 'on every target',
    onTargets: (names: string) => `on ${names}`,

    deployment: 'Deployment',
    neededFirst: 'Needed first',
    secrets: 'Where its secrets are',
    commands: 'Commands, from the folder of this page',
    made: 'What is in it',
    madeOf: (total: string, folder: string) => `${total} in ${folder}.`,
    files: 'Files',
    gatesPassed: (names: string) => `Gates passed: ${names}.`,
    kinds: (amount: number, written: string) => `${written} ${amount === 1 ? 'kind' : 'kinds'}`,
    images: (amount: number, written: string) => `${written} ${amount === 1 ? 'image' : 'images'}`,
    kindsOf: (title: string, target: string) => `Kinds of ${title} on ${target}`,
    kind: 'Kind',
    count: 'Count',
    imagesOf: (title: string, target: string) => `Container images of ${title} on ${target}`,
    image: 'Image',
    licence: 'Licence',
    architectures: 'Architectures',
    runsAs: 'Runs as',

    cost: 'Cost on AWS, a month',
    costSum: (dollars: string, region: string) => `About ${dollars} a month in ${region}.`,
    costSumAtLeast: (dollars: string, region: string) => `At least ${dollars} a month in ${region}.`,
    costMissing: (names: string, lists: string) =>
      `Not in the sum, because no price is known here: ${names}. AWS’s own lists have them: ${lists}`,
    costNote: (first: string, last: string) =>
      `An estimate, not an offer: list prices on demand, in US dollars without taxes, of ${first} to ${last}. AWS’s own lists and your contract decide.`,
    costElsewhere: 'The same platform in other regions',
    costRegionUnknown: (region: string, shown: string) =>
      `There are no prices for ${region} in the table; shown are those of ${shown}.`,
    costPart: 'Part',
    costItem: 'Item',
    costQuantity: 'In a month',
    costUnitPrice: 'Unit price',
    costDollars: 'US dollars',
    costTotal: 'Total',
    costWhole: 'The platform as a whole',
    costUnknown: 'unknown',
    atLeast: (dollars: string) => `at least ${dollars}`,
    costLines: 'Every item, with its quantity and unit price',
    costByPart: (title: string) => `What each part of ${title} costs a month`,
    costByLine: (title: string) => `What ${title} uses in a month`,
    costWithout: (amount: number, written: string) =>
      `without ${written} ${amount === 1 ? 'price' : 'prices'} that ${amount === 1 ? 'is' : 'are'} not known`,
    costTypes: (types: string) => `Nothing is known of what these cost: ${types}.`,
    assumptions: 'What is assumed',
    assumed: {
      hours: (hours: string) => `A month has ${hours} hours, and every program runs with its fewest replicas.`,
      load: (rate: string, messages: string) =>
        `The load of the spec: ${rate} messages a second, ${messages} million a month. What people read comes on top.`,
      database:
        'The database’s writer and first reader work at twice the capacity they rest at, further readers at rest; it holds all that is planned for it.',
      writes: (writes: string) => `A message is ${writes} writes to the database’s storage; reads come from memory.`,
      connections: (perUnit: string, bytes: string) =>
        `Each message comes over a new connection (${perUnit} a second are a unit of the load balancer) and has ${bytes} bytes with its answer.`,
      logs: (bytes: string, months: string, kept: string) =>
        `The audit log has ${bytes} bytes for a message and is kept for ${months} months, compressed to ${kept} %.`,
    },
    notCounted:
      'Not counted: traffic to the internet and between zones, backups beyond what is free, metrics of Container Insights, the database’s own logs, jobs and functions that run for minutes, alarms’ mail, DNS queries, requests to keys and secrets, support, taxes.',

    architecture: 'Architecture',
    pictureOf: (title: string) => `Architecture of the platform of ${title}`,
    pictureNote:
      'These are all the network paths there are: nobody may open another connection. Dashed boxes are jobs.',
    sameAs: 'The same as that of',
    outside: 'People, devices, services',
    shared: 'Shared',
    opens: 'Opens connections to',
    mounts: 'Stores on',
    listensOn: (ports: string) => `port ${ports}`,
    once: 'once',

    components: 'Components',
    componentsOf: (title: string) => `Components of ${title} and the programs they run`,
    component: 'Component',
    upstream: 'Program',
    version: 'Version',
    replicas: 'Replicas',
    replicasOrSchedule: 'Replicas, or when',

    sizes: 'Sizes',
    sizesOf: (title: string) => `What each program of ${title} is given, for one replica`,
    program: 'Program',
    runs: 'Runs',
    processor: 'Processor',
    disk: 'Disk',
    cores: (amount: string) => `${amount} ${amount === '1' ? 'core' : 'cores'}`,
    sizesSum: (memory: string, processor: string, share: string, budget: string, profile: string) =>
      `The programs request ${memory} of memory and ${processor} with the fewest replicas, jobs included: ${share} % of the ${budget} that the ${profile} profile allows.`,
    everySize: 'Every program with what it is given',
    sizesLabel: (memory: string, budget: string) => `${memory} of ${budget} of memory are requested`,
    jobs: 'Jobs, while they run',
    free: 'free',

    claims: 'Minimal Interoperability Mechanisms',
    claimsIntro:
      'OASC’s Minimal Interoperability Mechanisms (MIMs) say what a city’s platform has to offer so that others can build on it. Numbers are those of the current edition, mims.oascities.org.',
    claimsProof:
      'Each claim is shown by its check on the running platform, and only by it. This page proves none of them: nothing runs yet.',
    mechanism: 'Mechanism',
    requirements: 'Requirements',
    check: 'Check',
    hasToFind: 'What the check has to find',
    claimsOf: (title: string) => `Claims of ${title}`,
    claimed: 'Claimed',
    notClaimed: 'Not claimed',
    notClaimedIntro: 'What the platform does not claim, and why.',
    notClaimedRest: (requirements: string) => `Not claimed of it: ${requirements}. No check shows them yet.`,
    mechanismsOf: (title: string) => `Mechanisms, and whether ${title} claims them`,
    claimsCount: (amount: number, written: string) => `${written} ${amount === 1 ? 'claim' : 'claims'}`,

    openData: 'Open data',
    datasetsOf: (title: string) => `Datasets that ${title} publishes`,
    nothingPublished: 'Nothing is published.',
    dataset: 'Dataset',
    type: 'Type',
    tenant: 'Tenant',
    none: 'none',
    modelsOf: (title: string) => `Data models of ${title}`,
    noModels: 'None.',
    modelTitle: 'Title',
    modelFrom: 'From',
    attributes: 'Attributes',
    standsFor: 'Stands for',
    own: 'the city’s own',
    departments: 'Tenants',
    noTenants: 'None: all entities belong to the default tenant.',
    tenantsOf: (title: string) => `Departments whose data stand apart in ${title}`,

    waysOut: 'Ways out',
    noWaysOut: 'None: no program may talk to anything outside the platform.',
    waysOutOf: (title: string) => `What the programs of ${title} may talk to outside the platform; all else is refused`,
    to: 'To',
    reason: 'Reason',
    internet: 'the internet',
    clusterApi: 'the API of the cluster',
    network: (network: string) => `the network ${network}`,
    namespace: (namespace: string) => `the namespace ${namespace} of the cluster`,
    atPorts: (where: string, ports: string) => `${where}, port ${ports}`,

    gates: 'Gates',
    gatesNote: 'Artefacts are written only when every gate has passed for every city.',
    gatesCaption: 'Gates that everything here has passed',
    gate: 'Gate',
    target: 'Target',
    checks: 'Checks',
    result: 'Result',
    passed: (amount: string) => `${amount} passed`,
  },
  prerequisites: {
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
    operator: ({ name, kinds, namespace, needsCertManager }) => ({
      name,
      need: `Its controller and CRDs${namespace ? `, in the namespace ${namespace}` : ''}, for ${kinds.join(', ')}.${needsCertManager ? ' It gets its own certificates from cert-manager.' : ''}`,
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
      need: `The Ingress controller has one of its own for ${hosts.join(', ')}; or name a ClusterIssuer in targets.kubernetes.edge.`,
    }),
    clusterIssuer: ({ name }) => ({
      name: `ClusterIssuer ${name}`,
      need: 'cert-manager runs in the cluster and signs the certificate with this issuer.',
    }),
    objectStoreSecret: ({ name, namespace, bucket, endpoint }) => ({
      name: `Secret ${name}`,
      need: `In the namespace ${namespace}, with accessKeyId and secretAccessKey for the bucket ${bucket} at ${endpoint}.`,
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
  },
  mechanisms: {
    MIM0: { name: 'Accessing data', about: 'One way to ask for data: HTTPS, paging, filters, subscriptions, errors.' },
    MIM1: {
      name: 'Interlinking data',
      about: 'Everything has an identifier and links to what it belongs to, now and in the past: NGSI-LD.',
    },
    MIM2: { name: 'Representing data', about: 'Data follow models that are published and can be checked.' },
    MIM3: { name: 'Exchanging data', about: 'Data are found in a catalogue, with licence, publisher and contact.' },
    MIM4: {
      name: 'Personal data',
      about: 'People see and decide what is done with data about them.',
      why: 'The platform keeps no record of consent, and none of its data models is about persons.',
    },
    MIM5: {
      name: 'Transparent AI',
      about: 'A public register says which algorithms a city uses, for what, and who answers for them.',
      why: 'The platform decides nothing by algorithm and brings no register of those that other systems use.',
    },
    MIM6: { name: 'Security', about: 'Who may do what is decided, enforced and recorded in one place.' },
    MIM7: {
      name: 'Places',
      about: 'Geographic data are served as maps and other cities’ systems read them: OGC API Features.',
    },
    MIM8: {
      name: 'Local digital twins',
      about: 'Models and simulations of the city are described and shared like other data.',
      why: 'Indicators can be stored (KeyPerformanceIndicator); simulations and their descriptions are not part of the platform.',
    },
  },
  checks: undefined,
  prices: {
    'fargate-arm-cpu': 'Fargate, processor, ARM',
    'fargate-arm-memory': 'Fargate, memory, ARM',
    'fargate-x86-cpu': 'Fargate, processor, x86',
    'fargate-x86-memory': 'Fargate, memory, x86',
    'aurora-capacity': 'Aurora Serverless v2, capacity',
    'aurora-storage': 'Aurora, storage',
    'aurora-io': 'Aurora, reads and writes',
    'kafka.t3.small': 'MSK, kafka.t3.small',
    'kafka.m7g.large': 'MSK, kafka.m7g.large',
    'kafka.m7g.xlarge': 'MSK, kafka.m7g.xlarge',
    'kafka.m7g.2xlarge': 'MSK, kafka.m7g.2xlarge',
    'kafka-storage': 'MSK, storage',
    'cache.t4g.micro': 'ElastiCache, cache.t4g.micro',
    'cache.t4g.small': 'ElastiCache, cache.t4g.small',
    'cache.t4g.medium': 'ElastiCache, cache.t4g.medium',
    'cache.m7g.large': 'ElastiCache, cache.m7g.large',
    'cache.m7g.xlarge': 'ElastiCache, cache.m7g.xlarge',
    'cache.m7g.2xlarge': 'ElastiCache, cache.m7g.2xlarge',
    'eks-cluster': 'Cluster of EKS',
    'eks-node': 'Node of EKS with 2 processors and 8 GiB',
    'eks-auto-node': 'Node of EKS with 2 processors and 8 GiB, with Auto Mode',
    'files-storage': 'EFS, storage',
    'balancer-http': 'Application load balancer',
    'balancer-http-load': 'Application load balancer, load',
    'balancer-tcp': 'Network load balancer',
    'public-address': 'Public IPv4 address',
    'private-endpoint': 'Interface endpoint',
    nat: 'NAT gateway',
    'nat-traffic': 'NAT gateway, traffic',
    firewall: 'WAF, web ACL',
    'firewall-rule': 'WAF, rule',
    'firewall-requests': 'WAF, requests',
    'logs-written': 'CloudWatch Logs, written',
    'logs-kept': 'CloudWatch Logs, kept',
    alarm: 'CloudWatch, alarm',
    metric: 'CloudWatch, metric',
    'object-storage': 'S3, storage',
    secret: 'Secrets Manager, secret',
    key: 'KMS, key',
    'private-zone': 'Route 53, private zone',
  },
  units: {
    hour: ['hour', 'hours'],
    'GB-hour': ['GB-hour', 'GB-hours'],
    'vCPU-hour': ['vCPU-hour', 'vCPU-hours'],
    'ACU-hour': ['ACU-hour', 'ACU-hours'],
    'LCU-hour': ['LCU-hour', 'LCU-hours'],
    'GB-month': ['GB-month', 'GB-months'],
    GB: ['GB', 'GB'],
    month: ['month', 'months'],
    million: ['million', 'million'],
  },
  phrases: {},
} satisfies Language;
