import { encoded } from './characters';
import { kinds } from './kinds';

const uri = `${encoded(kinds.uris.characters, 'path')}+`;
const name = `${encoded(kinds.names.characters, 'path')}+`;
const attributes = `/${uri}(?:/attrs(?:/${name}(?:/${uri})?)?)?`;

/** The resources of the API (ETSI GS CIM 009 V1.8.1, 6.2) below its root, in the syntax of RE2. */
export const pathGrammar = `(?:${[
  `/(?:temporal/)?entities(?:${attributes})?`,
  '/entityOperations/(?:create|upsert|update|merge|delete|query)',
  '/temporal/entityOperations/query',
  `/(?:subscriptions|csourceRegistrations|csourceSubscriptions|jsonldContexts|entityMaps?)(?:/${uri})?`,
  `/(?:types|attributes)(?:/${name})?`,
  '/info/sourceIdentity',
].join('|')})/?`;
