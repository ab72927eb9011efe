import type { CodeEntry } from './code-entry';

/** What fields have to satisfy together. */
export const ruleCodes = {
  'domain-required': {
    title: 'A pilot or city has no domain of its own.',
    why: 'Its portal, its API and its tokens are found by people and programs outside, and localhost means another machine for each of them.',
    mend: "Set domain to one that the city owns, or profile to 'laptop'.",
    example: {
      of: 'file',
      name: 'city.yaml',
      wrong: 'name: oulu\ncountry: FI\npopulation: 210000\ncontact: { email: data@oulu.example }',
      right: 'name: oulu\ncountry: FI\npopulation: 210000\ncontact: { email: data@oulu.example }\ndomain: oulu.example',
    },
  },
  'name-reserved': {
    title: 'The name of the city is one that Keycloak or PostgreSQL keeps for itself.',
    why: 'The realm and the roles of the databases carry the name of the city: master is Keycloak’s own realm, and PostgreSQL makes no role that begins with pg_.',
    mend: 'Give the city another name, such as city-pg; its title may be any.',
    example: {
      of: 'file',
      name: 'city.yaml',
      wrong: 'name: master\ncountry: FI\npopulation: 8200\nprofile: laptop',
      right: 'name: masku\ncountry: FI\npopulation: 8200\nprofile: laptop',
    },
  },
  'domain-doubled': {
    title: 'The domain begins with a name that the platform puts before it.',
    why: 'The portal answers under data.<domain> and the API under api.<domain>: with the portal’s own name as the domain it would be data.data.izmir.example.',
    mend: 'Leave the first name away. If it really belongs to the domain of the platform, choose another, such as open.izmir.example.',
    example: { of: 'spec', wrong: 'domain: data.izmir.example', right: 'domain: izmir.example' },
  },
  'contact-email-required': {
    title: 'A pilot or city names no mailbox for questions.',
    why: 'DCAT-AP wants a contact for every dataset, and harvesters refuse a catalogue without.',
    mend: 'Add contact.email with a mailbox that someone reads.',
    example: {
      of: 'spec',
      wrong: 'contact: { name: City of Izmir }',
      right: 'contact: { name: City of Izmir, email: data@izmir.example }',
    },
  },
  'tenant-unique': {
    title: 'Two tenants have one id.',
    why: 'The id is all that keeps the data of departments apart.',
    mend: 'Give one of them another id, or remove it.',
    example: {
      of: 'spec',
      wrong: 'tenants:\n  - id: parks\n  - id: parks\n    title: Gardens',
      right: 'tenants:\n  - id: parks\n  - id: gardens',
    },
  },
  'tenant-database': {
    title: 'Two tenants would share one database.',
    why: "The broker names a tenant's database by the Java hash code of its id, and these two have the same.",
    mend: 'Give one of them another id.',
    example: {
      of: 'spec',
      wrong: 'tenants:\n  - id: parks_an\n  - id: parks_c0',
      right: 'tenants:\n  - id: parks_an\n  - id: parks_c1',
    },
  },
  'data-model-core-term': {
    title: 'A data model uses a name that NGSI-LD has for something else.',
    why: 'The core context of NGSI-LD goes before every other: a type called Point is a geometry to every program, and values a list.',
    mend: 'Give the type or the attribute another name.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Point\n    attributes: { level: { kind: Property, iri: https://example.org/level } }',
      right:
        'dataModels:\n  - type: MeasuringPoint\n    attributes: { level: { kind: Property, iri: https://example.org/level } }',
    },
  },
  'data-model-schema': {
    title: 'The schema of an attribute is none, leads out of itself, or has an example that it refuses.',
    why: 'It becomes part of the schema of the entity, which programs read offline, and an example of each attribute is published with it.',
    mend: 'Write it in JSON Schema 2020-12. Copy what it refers to into its own $defs, and add examples where none can be made of it.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Dock\n    attributes:\n      free: { kind: Property, iri: https://example.org/free, schema: { type: intger } }',
      right:
        'dataModels:\n  - type: Dock\n    attributes:\n      free: { kind: Property, iri: https://example.org/free, schema: { type: integer } }',
    },
  },
  'data-model-unique': {
    title: 'A type of entity has two data models.',
    why: 'The registry serves one schema for a type, and the context one meaning.',
    mend: 'Remove one, or give one another type.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building, Building]',
      right: 'dataModels: [Building, Device]',
    },
  },
  'term-unique': {
    title: 'Two names stand for one IRI.',
    why: 'Entities are stored by IRIs, and come back under one of the names only: under the other, nothing is ever found.',
    mend: 'Give each attribute an IRI of its own, or use one name for what is the same.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Ferry\n    attributes:\n      seats: { kind: Property, iri: https://izmir.example/seats }\n      places: { kind: Property, iri: https://izmir.example/seats }',
      right:
        'dataModels:\n  - type: Ferry\n    attributes:\n      seats: { kind: Property, iri: https://izmir.example/seats }\n      places: { kind: Property, iri: https://izmir.example/places }',
    },
  },
  'term-taken': {
    title: 'A name stands for another IRI already.',
    why: 'One @context serves the whole city, and a name means one thing in it: the IRI given here would be ignored. The terms of NGSI-LD itself go before all others.',
    mend: 'Write the IRI that the name has already, or give the attribute another name.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Ferry\n    attributes:\n      location: { kind: GeoProperty, iri: https://izmir.example/position }',
      right:
        'dataModels:\n  - type: Ferry\n    attributes:\n      location: { kind: GeoProperty, iri: https://uri.etsi.org/ngsi-ld/location }',
    },
  },
  'open-data-model': {
    title: 'A type is published that has no data model.',
    why: 'A dataset says what it conforms to.',
    mend: 'Add the type to dataModels.',
    example: {
      of: 'spec',
      wrong: 'openData:\n  - { type: Building, licence: CC-BY-4.0 }',
      right: 'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0 }',
    },
  },
  'open-data-personal': {
    title: 'A type is published whose entities tell of persons.',
    why: 'Open data are for everybody, and cannot be taken back.',
    mend: 'Remove it, or publish figures in a data model of their own that tell of nobody.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Resident\n    personal: true\n    attributes:\n      age: { kind: Property, iri: https://izmir.example/age }\nopenData:\n  - { type: Resident, licence: CC-BY-4.0 }',
      right:
        'dataModels:\n  - type: Resident\n    personal: true\n    attributes:\n      age: { kind: Property, iri: https://izmir.example/age }',
    },
  },
  'open-data-tenant': {
    title: 'A dataset belongs to a tenant that is not declared.',
    why: 'It would be empty for ever.',
    mend: 'Add the tenant to tenants, or write the id of one that is there.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0, tenant: parks }',
      right:
        'tenants: [{ id: parks }]\ndataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0, tenant: parks }',
    },
  },
  'dashboards-model': {
    title: 'Dashboards are asked for and there is no data model.',
    why: 'They are made from the data models: without one there is nothing to draw.',
    mend: 'Name the data models in use, or switch dashboards off.',
    example: {
      of: 'spec',
      wrong: 'dashboards: { enabled: true }',
      right: 'dataModels: [Building]\ndashboards: { enabled: true }',
    },
  },
  'dashboards-tenant': {
    title: 'Dashboards are to draw the data of a tenant that is not declared.',
    why: 'Nobody is a member of it, so nobody could sign in.',
    mend: 'Add the tenant to tenants, or write the id of one that is there.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\ndashboards: { enabled: true, tenants: [parks] }',
      right: 'tenants: [{ id: parks }]\ndataModels: [Building]\ndashboards: { enabled: true, tenants: [parks] }',
    },
  },
  'open-data-unique': {
    title: 'A type of a tenant is published twice.',
    why: 'It becomes one dataset; the second would overwrite the first.',
    mend: 'Remove one, or name another tenant.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0 }\n  - { type: Building, licence: CC0-1.0 }',
      right: 'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0 }',
    },
  },
  'device-group-unique': {
    title: 'Two groups of devices have one id.',
    why: 'The id is in the topics and names of the devices: one of the groups could not be reached.',
    mend: 'Give one of them another id.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass }\n  - { id: meters, type: Building, unlisted: pass }',
      right:
        'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass }\n  - { id: gates, type: Building, unlisted: pass }',
    },
  },
  'device-unique': {
    title: 'A group names a device twice.',
    why: 'There is one device, and its entity has one set of static values.',
    mend: 'Remove one of them.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, devices: [hall, hall] }',
      right: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, devices: [hall] }',
    },
  },
  'device-group-tenant': {
    title: 'Devices belong to a tenant that is not declared.',
    why: 'The broker would refuse all that they send.',
    mend: 'Add the tenant to tenants, or write the id of one that is there.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, tenant: parks }',
      right:
        'tenants: [{ id: parks }]\ndataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, tenant: parks }',
    },
  },
  'device-group-model': {
    title: 'A value of devices has no place in a data model.',
    why: 'The data model says what is a number, and in which unit. A name outside of it would mean something else to everybody.',
    mend: 'Write the name of an attribute of the type, or add the type or the attribute to dataModels.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [OffStreetParking]\ndevices:\n  - { id: car-parks, type: OffStreetParking, attributes: { free: freeSpots } }',
      right:
        'dataModels: [OffStreetParking]\ndevices:\n  - { id: car-parks, type: OffStreetParking, attributes: { free: availableSpotNumber } }',
    },
  },
  'device-group-takes': {
    title: 'Of a group of devices nothing would be taken.',
    why: 'Values that are not listed are refused, and none is listed.',
    mend: "List attributes, or set unlisted to 'pass'.",
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building }',
      right: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass }',
    },
  },
  'device-group-network': {
    title: 'Uplinks cannot be fetched as the group says.',
    why: 'Only LoRaWAN network servers have uplinks to fetch, and ChirpStack names those of an application by its id.',
    mend: 'Set protocol to that of the network server, with the id of the application for ChirpStack, or remove network.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndevices:\n  - id: meters\n    type: Building\n    unlisted: pass\n    network: { host: lora.izmir.example, user: izmir, secret: { name: lora } }',
      right:
        'dataModels: [Building]\ndevices:\n  - id: meters\n    type: Building\n    unlisted: pass\n    protocol: things-stack\n    network: { host: lora.izmir.example, user: izmir, secret: { name: lora } }',
    },
  },
  'demo-data-profile': {
    title: 'A platform that people rely on would send demo data.',
    why: 'Simulated values would stand among real ones, in the open data too.',
    mend: "Set demoData to false, or try it with profile 'pilot' or 'laptop'.",
    example: {
      of: 'spec',
      wrong:
        'profile: city\nlocation: { latitude: 38.42, longitude: 27.14 }\ndataModels: [OffStreetParking]\ndemoData: true',
      right:
        'profile: pilot\nlocation: { latitude: 38.42, longitude: 27.14 }\ndataModels: [OffStreetParking]\ndemoData: true',
    },
  },
  'demo-data-place': {
    title: 'Demo data has no place on the map.',
    why: 'Its devices stand around the place where the city lies.',
    mend: 'Add location.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [OffStreetParking]\ndemoData: true',
      right: 'location: { latitude: 38.42, longitude: 27.14 }\ndataModels: [OffStreetParking]\ndemoData: true',
    },
  },
  'demo-data-model': {
    title: 'The city has no data model that demo data could be of.',
    why: 'The simulator knows car parks, air quality, weather and traffic.',
    mend: 'Add one of their types to dataModels.',
    example: {
      of: 'spec',
      wrong: 'location: { latitude: 38.42, longitude: 27.14 }\ndataModels: [Building]\ndemoData: true',
      right: 'location: { latitude: 38.42, longitude: 27.14 }\ndataModels: [Building, WeatherObserved]\ndemoData: true',
    },
  },
  'demo-group-reserved': {
    title: 'A group of devices has an id of the simulator.',
    why: 'What simulated devices have left is removed when there is no demo data any more.',
    mend: 'Give the group another id.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndemoData: false\ndevices:\n  - { id: demo-meters, type: Building, unlisted: pass }',
      right: 'dataModels: [Building]\ndemoData: false\ndevices:\n  - { id: meters, type: Building, unlisted: pass }',
    },
  },
  'broker-replicas': {
    title: 'The broker runs several times without a bus.',
    why: "On a memory bus copies do not hear of each other's changes: subscriptions would miss notifications.",
    mend: 'Set broker.bus to kafka, or broker.replicas to 1.',
    example: { of: 'spec', wrong: 'broker: { replicas: 2 }', right: 'broker: { replicas: 2, bus: kafka }' },
  },
  'city-broker-bus': {
    title: 'A platform of profile city has a broker that runs once.',
    why: 'Profile city stays up when a zone fails.',
    mend: "Remove broker.bus and broker.replicas, or set profile to 'pilot'.",
    example: {
      of: 'spec',
      wrong: 'profile: city\nbroker: { bus: memory }',
      right: 'profile: city\nbroker: { bus: kafka, replicas: 2 }',
    },
  },
  'laptop-single': {
    title: 'Something runs several times on a laptop.',
    why: 'Profile laptop is one machine: a copy protects from nothing and takes the memory of the rest.',
    mend: "Remove it, or set profile to 'pilot'.",
    example: {
      of: 'spec',
      wrong: 'profile: laptop\nopenDataPortal: { replicas: 2 }',
      right: 'profile: laptop\nopenDataPortal: { replicas: 1 }',
    },
  },
  'replicas-fit-profile': {
    title: 'A program runs more often than the memory of the profile allows.',
    why: 'Pods would wait for ever for a place.',
    mend: "Ask for fewer copies, or set profile to 'city'.",
    example: { of: 'spec', wrong: 'openDataPortal: { replicas: 4 }', right: 'openDataPortal: { replicas: 2 }' },
  },
  'load-fits-profile': {
    title: 'The load is more than the profile holds.',
    why: 'What a message costs was measured: more of them fill the disk before the history ends, or need more processors than there are.',
    mend: 'Each of the ways in the message alone mends it: a lower load, a shorter history, a larger profile. The message says how much is carried.',
    example: {
      of: 'spec',
      wrong: 'load: { messagesPerSecond: 2000 }',
      right: 'load: { messagesPerSecond: 100 }',
    },
  },
  'tenants-fit-database': {
    title: 'More tenants than the database has connections for.',
    why: 'Each copy of the broker keeps connections to the database of each tenant; beyond the limit, writes fail.',
    mend: 'Name fewer tenants, run fewer copies of the broker, or take a larger profile.',
    example: {
      of: 'spec',
      wrong: `profile: laptop\ntenants: [${Array.from({ length: 40 }, (_, at) => `{ id: t${at} }`).join(', ')}]`,
      right: 'profile: laptop\ntenants: [{ id: parks }, { id: waste }]',
    },
  },
  'requests-fit-profile': {
    title: 'The gateway would let through more requests than it can answer.',
    why: 'A limit beyond what is carried is none: the programs behind it would fail first.',
    mend: 'Set gateway.requestsPerSecond to the number in the message or less, or take a larger profile.',
    example: {
      of: 'spec',
      wrong: 'gateway: { requestsPerSecond: 20000 }',
      right: 'gateway: { requestsPerSecond: 1000 }',
    },
  },
  'kubernetes-backup-store': {
    title: 'Profile city on Kubernetes has nowhere to keep its backups.',
    why: 'Backups in the cluster go with the cluster.',
    mend: 'Add targets.kubernetes.objectStore, or set backups to enabled: false with a reason.',
    example: {
      of: 'spec',
      wrong: 'profile: city\ntargets:\n  kubernetes: {}',
      right:
        'profile: city\ntargets:\n  kubernetes:\n    objectStore: { endpoint: https://s3.example, bucket: izmir-backups, secretName: object-store }',
    },
  },
  'kubernetes-database-operator': {
    title: 'A database without an operator is to be backed up, or to outlive a zone.',
    why: 'A single StatefulSet can do neither; CloudNativePG does.',
    mend: "Set targets.kubernetes.postgres.operator to 'cloudnative-pg', or describe an existing server.",
    example: {
      of: 'spec',
      wrong: 'targets:\n  kubernetes:\n    postgres: { operator: none }',
      right: 'targets:\n  kubernetes:\n    postgres: { operator: cloudnative-pg }',
    },
  },
  'kubernetes-namespace': {
    title: 'The namespace belongs to somebody else.',
    why: 'Namespaces of Kubernetes, of OpenShift and of operators have rules of their own, and the platform would put its own on them.',
    mend: 'Name another namespace.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  kubernetes: { namespace: kube-system }',
      right: 'targets:\n  kubernetes: { namespace: city-platform }',
    },
  },
  'kubernetes-restore': {
    title: 'There is nothing that a database could be restored from.',
    why: 'A restore reads the archive that CloudNativePG keeps in the object store.',
    mend: 'Remove restore, or add objectStore with backups enabled and CloudNativePG as the operator.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  kubernetes:\n    restore: { number: 1 }',
      right:
        'targets:\n  kubernetes:\n    restore: { number: 1 }\n    objectStore: { endpoint: https://s3.example, bucket: izmir-backups, secretName: object-store }',
    },
  },
  'aws-profile': {
    title: 'A laptop is to be deployed to AWS.',
    why: 'Profile laptop is one machine without a public domain, and a load balancer of AWS needs one, with a certificate.',
    mend: "Make it for Kubernetes alone: --target kubernetes, without targets.aws. Or set profile to 'pilot' and add a domain.",
    example: {
      of: 'spec',
      wrong: 'profile: laptop\ntargets:\n  aws: {}',
      right: 'profile: laptop\ntargets:\n  kubernetes: {}',
    },
  },
  'aws-certificate': {
    title: 'Nothing says where the certificate on AWS comes from.',
    why: 'The platform is reached over TLS only.',
    mend: 'Add targets.aws.hostedZone, by which a certificate is requested and proved, or targets.aws.certificateArn.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  aws: { region: eu-central-1 }',
      right: 'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }',
    },
  },
  'aws-certificate-place': {
    title: 'The certificate lies in another region or account.',
    why: 'A load balancer takes certificates of its own region and account only.',
    mend: 'Name a certificate of the region and account of the platform.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    region: eu-central-1\n    certificateArn: arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
      right:
        'targets:\n  aws:\n    region: eu-central-1\n    certificateArn: arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
    },
  },
  'aws-hosted-zone': {
    title: 'The hosted zone does not hold the domain.',
    why: 'The records of the platform would lead nowhere.',
    mend: 'Name the zone of the domain, or of a domain above it.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: ankara.example }',
      right: 'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }',
    },
  },
  'aws-vpc-zones': {
    title: 'The VPC offers too few zones, or zones of another region.',
    why: 'The load balancer and Aurora ask for two zones, and profile city for three.',
    mend: 'Name different zones of the region, and their subnets.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a]\n      privateSubnetIds: [subnet-0123456789abcdef0]\n      publicSubnetIds: [subnet-0123456789abcdef1]',
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
    },
  },
  'aws-vpc-subnets': {
    title: 'The subnets do not match the zones.',
    why: 'Each list has equally many subnets for every zone, in the order of the zones; a subnet is in one zone and one list.',
    mend: 'Name one subnet for each zone in each list, or a multiple, and each subnet once.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
    },
  },
  'aws-eks-vpc': {
    title: 'The cluster of EKS exists, and its VPC is not named.',
    why: 'The database and the load balancers have to lie in the VPC of the cluster; one that is made for the city would be another.',
    mend: 'Add targets.aws.vpc with the VPC of the cluster and its subnets.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }',
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }',
    },
  },
  'aws-eks-administrators': {
    title: 'The stack is to make administrators of a cluster that is not its own.',
    why: 'An adopted cluster is left as it is, but for what the platform has in its namespace.',
    mend: 'Remove targets.aws.eks.administrators; who may do what in the cluster is said where it was made.',
    example: {
      of: 'spec',
      wrong:
        "targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }\n      administrators: ['arn:aws:iam::111122223333:role/operations']",
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }',
    },
  },
  'compose-single': {
    title: 'A platform on one machine is to have several replicas.',
    why: 'They would be lost together, and share one processor and one disk.',
    mend: "Set profile to 'laptop' or 'pilot', broker.bus to 'memory' and replicas to 1, or render the city for Kubernetes or AWS.",
    example: {
      of: 'spec',
      wrong: 'profile: city\ntargets:\n  compose: {}',
      right: 'profile: pilot\ntargets:\n  compose: {}',
    },
  },
  'compose-ports': {
    title: 'One port is to answer for HTTP and for HTTPS.',
    why: 'Who comes over HTTP is sent to HTTPS, which answers on a port of its own.',
    mend: 'Remove httpPort, or choose another.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  compose: { httpsPort: 8443, httpPort: 8443 }',
      right: 'targets:\n  compose: { httpsPort: 8443, httpPort: 8080 }',
    },
  },
} as const satisfies Record<string, CodeEntry>;
