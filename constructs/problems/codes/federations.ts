import type { CodeEntry } from './code-entry';

const oulu =
  '  - { name: oulu, country: FI, population: 210000, domain: oulu.example, contact: { email: data@oulu.example } }';
const espoo =
  '  - { name: espoo, country: FI, population: 320000, domain: espoo.example, contact: { email: data@espoo.example } }';

/** What cities have to satisfy that join together. */
export const federationCodes = {
  'federation-country-alone': {
    title: 'One city alone is to be the first of its country.',
    why: 'OASC takes a country in with at least two of its cities at once.',
    mend: 'Add a second city of the country, or list the country under alreadyJoined if it has members.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\ncities:\n${oulu}`,
      right: `federation: nordic\ncities:\n${oulu}\n${espoo}`,
    },
  },
  'federation-name-unique': {
    title: 'Two cities of a federation have one name.',
    why: 'Artefacts, peers and tenants are told apart by it.',
    mend: 'Give one of them another name, or remove it.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\njoining: later\ncities:\n${oulu}\n${espoo.replace('name: espoo', 'name: oulu')}`,
      right: `federation: nordic\njoining: later\ncities:\n${oulu}\n${espoo}`,
    },
  },
  'federation-domain-unique': {
    title: 'Two cities of a federation have one domain.',
    why: 'An address leads to one platform.',
    mend: 'Give one of them another domain.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\njoining: later\ncities:\n${oulu}\n${espoo.replace('domain: espoo', 'domain: oulu')}`,
      right: `federation: nordic\njoining: later\ncities:\n${oulu}\n${espoo}`,
    },
  },
  'federation-query-city': {
    title: 'The query of a federation names no city of it, or leaves out the city that answers.',
    why: 'Only members are asked, and the city that answers is asked as the others are.',
    mend: 'Name cities of the federation, the host among them.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\ncities:\n${oulu}\n${espoo}\nquery: { host: vantaa, shares: { oulu: [], espoo: [] } }`,
      right: `federation: nordic\ncities:\n${oulu}\n${espoo}\nquery: { host: oulu, shares: { oulu: [], espoo: [] } }`,
    },
  },
  'federation-catalogue-city': {
    title: 'The catalogue of a federation stands with no city of it, or there is no other to read.',
    why: 'It is the portal of one city, which reads the catalogues of the others at their public addresses.',
    mend: 'Name a city of the federation, beside which another has the profile pilot or city.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\ncities:\n${oulu}\n${espoo}\ncatalogue: { host: vantaa }`,
      right: `federation: nordic\ncities:\n${oulu}\n${espoo}\ncatalogue: { host: oulu }`,
    },
  },
  'federation-query-tenant': {
    title: 'A city is to share a tenant that it does not have, or none of those it has.',
    why: 'The city makes a client for the federation that is a member of these tenants and of no others.',
    mend: 'Name tenants of the city; leave the list empty where it has none.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\ncities:\n${oulu}\n${espoo}\nquery: { host: oulu, shares: { oulu: [parking], espoo: [] } }`,
      right: `federation: nordic\ncities:\n${oulu}\n${espoo}\nquery: { host: oulu, shares: { oulu: [], espoo: [] } }`,
    },
  },
  'federation-query-address': {
    title: 'A city without a public address is to be asked by the federation.',
    why: 'The federation asks each city at its own gateway, over the internet.',
    mend: 'Give the city the profile pilot or city, or leave it out of the query.',
    example: {
      of: 'file',
      name: 'federation.yaml',
      wrong: `federation: nordic\ncities:\n${oulu.replace('country', 'profile: laptop, country')}\n${espoo}\nquery: { host: espoo, shares: { oulu: [], espoo: [] } }`,
      right: `federation: nordic\ncities:\n${oulu}\n${espoo}\nquery: { host: espoo, shares: { oulu: [], espoo: [] } }`,
    },
  },
  'federation-nested': {
    title: 'A federation is a member of a federation.',
    why: 'The members of a federation are cities.',
    mend: 'Name the cities of that federation one by one.',
    example: {
      of: 'shell',
      wrong:
        "printf 'federation: outer\\njoining: later\\ncities: [inner.yaml]\\n' > federation.yaml\nprintf 'federation: inner\\njoining: later\\ncities: [city.yaml]\\n' > inner.yaml\ncitykit validate federation.yaml",
      right:
        "printf 'federation: outer\\njoining: later\\ncities: [city.yaml]\\n' > federation.yaml\ncitykit validate federation.yaml",
    },
  },
} as const satisfies Record<string, CodeEntry>;
