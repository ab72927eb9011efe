import type { CodeEntry } from './code-entry';

const store = 'objectStore: { endpoint: https://s3.example, bucket: izmir, secretName: object-store }';

/** What of a running city cannot change by applying new artefacts alone. */
export const codesOfChanges = {
  'city-renamed': {
    title: 'A running city is renamed.',
    why: 'Everything is called after the name: another name is another platform, an empty one, and the old one runs on.',
    mend: 'Put the old name back; title is what people read. Where another platform is wanted: --accept city-renamed.',
    example: {
      of: 'spec',
      before: 'title: Izmir\ntargets: { kubernetes: { namespace: izmir } }',
      wrong: 'name: smyrna\ntargets: { kubernetes: { namespace: izmir } }',
      right: 'title: Smyrna\ntargets: { kubernetes: { namespace: izmir } }',
    },
  },
  'domain-changed': {
    title: 'A running city gets another domain.',
    why: 'Every address and the issuer of every token follow from the domain: what others have written down leads nowhere, and everybody signs in again.',
    mend: 'Put the old domain back, or point both domains to the platform, tell who calls it, and accept it.',
    example: {
      of: 'spec',
      before: 'title: Izmir',
      wrong: 'domain: smart.izmir.example',
      right: 'domain: izmir.example',
    },
  },
  'term-moved': {
    title: 'A name of a data model gets another IRI, or leaves.',
    why: 'What is stored is stored by its IRI: entities that are there are no longer found by their short name.',
    mend: 'Give the model, or its attribute, the old iri, or delete its entities first and accept it.',
    example: {
      of: 'spec',
      before: 'dataModels: [Building, Device]',
      wrong: 'dataModels: [Building]',
      right: 'dataModels: [Building, Device, GtfsStop]',
    },
  },
  'tenant-removed': {
    title: 'A tenant leaves the spec.',
    why: 'Its data stay in their database, where nobody may reach them and nothing ends their history.',
    mend: 'Keep the tenant, or delete its entities first and accept it.',
    example: {
      of: 'spec',
      before: 'tenants: [{ id: parks }]',
      wrong: 'tenants: [{ id: waste }]',
      right: 'tenants: [{ id: parks }, { id: waste }]',
    },
  },
  'data-moved': {
    title: 'The data of a running city would be looked for in another place.',
    why: 'Data stay where they are: in another namespace, region or server the platform begins empty, or does not begin.',
    mend: 'Put the old value back, or move the data as docs/guide/restore.md says and accept it.',
    example: {
      of: 'spec',
      before: 'targets: { kubernetes: { namespace: izmir } }',
      wrong: 'targets: { kubernetes: { namespace: smart-izmir } }',
      right: 'targets: { kubernetes: { namespace: izmir, rerun: 1 } }',
    },
  },
  'volume-access': {
    title: 'A volume of one writer is to have several, or the other way round.',
    why: 'A claim keeps its access mode: the API server refuses another, and nothing after it in the file is applied.',
    mend: 'Copy the files, delete the claim and apply, as docs/guide/restore.md says, and accept it.',
    example: {
      of: 'spec',
      before: 'openDataPortal: { replicas: 1 }',
      wrong: 'openDataPortal: { replicas: 2 }',
      right: 'openDataPortal: { replicas: 1 }',
    },
  },
  'disk-shrunk': {
    title: 'A disk is to become smaller.',
    why: 'A disk grows and never shrinks: Kubernetes, the operators and MSK refuse it.',
    mend: 'Keep load, history.retentionDays and profile at least as large as they were; a database that is restored with a raised number is made anew, with any size.',
    example: {
      of: 'spec',
      before: 'load: { messagesPerSecond: 100 }',
      wrong: 'load: { messagesPerSecond: 1 }',
      right: 'load: { messagesPerSecond: 110 }',
    },
  },
  'disk-fixed': {
    title: 'The disk of a database without an operator is to grow.',
    why: 'It keeps the size it began with: the API server refuses another for the claim of a StatefulSet.',
    mend: 'Keep load and history.retentionDays as they were, or move to another profile as docs/guide/restore.md says.',
    example: {
      of: 'spec',
      before: 'profile: laptop\nload: { devices: 100, messagesPerSecond: 1 }',
      wrong: 'profile: laptop\nload: { devices: 400000, messagesPerSecond: 1 }',
      right: 'profile: laptop\nload: { devices: 100, messagesPerSecond: 1 }',
    },
  },
  'rotation-step': {
    title: 'The rotation does not rise by one.',
    why: 'Passwords are turned over by who knows the one before.',
    mend: 'Raise it by one, apply, wait until every job has ended, and raise it again.',
    example: { of: 'spec', before: 'rotation: 1', wrong: 'rotation: 3', right: 'rotation: 2' },
  },
  'restore-step': {
    title: 'The number of restores goes back, or skips one.',
    why: 'It names the archive that the running database writes, and the one that a new database begins from.',
    mend: 'Put the number back; raise it by one for each restore, and leave it there.',
    example: {
      of: 'spec',
      before: `targets: { kubernetes: { ${store}, restore: { number: 1 } } }`,
      wrong: `targets: { kubernetes: { ${store} } }`,
      right: `targets: { kubernetes: { ${store}, restore: { number: 2 } } }`,
    },
  },
  'history-shortened': {
    title: 'History is to be kept for fewer days.',
    why: 'What is older is deleted within hours, for good.',
    mend: 'Write the old number as history.retentionDays, or accept it.',
    example: {
      of: 'spec',
      before: 'load: { devices: 10, messagesPerSecond: 1 }\nhistory: { retentionDays: 3 }',
      wrong: 'load: { devices: 10, messagesPerSecond: 1 }\nhistory: { retentionDays: 2 }',
      right: 'load: { devices: 10, messagesPerSecond: 1 }\nhistory: { retentionDays: 3 }',
    },
  },
} as const satisfies Record<string, CodeEntry>;
