import type { CodeEntry } from './code-entry';

/** What fields of a city have to satisfy together: its names, and what its profile holds. */
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
} as const satisfies Record<string, CodeEntry>;
