import type { KnownFailure } from './known-failure';

/**
 * Where ETSI's suite itself is wrong, or wants what is not there: nothing that a broker answers would make these cases pass, or
 * only an answer that the specification does not ask for. Seen in the requests and answers of the runs that
 * `scorpio-failures.ts` tells of.
 */
export const ngsiLdSuiteFailures: readonly KnownFailure[] = [
  // What it wants and has not.
  {
    name: / › (050_03|051_0[67]|052_06|053_0[78])_/,
    says: /does not contain key 'jsonldContext'|index 0 is out of the range/,
    reason:
      'It makes a subscription with contexts from smartdatamodels.org and fiware.github.io, which the broker does not reach (503).',
  },
  {
    name: / › (051_03|052_07)_/,
    says: /KeyError: 'kind'|201 != 503/,
    reason: 'It makes an entity with a context from smartdatamodels.org, which the broker does not reach (503).',
  },
  {
    name: / › 058_0[1-4]_/,
    says: /ConnectionRefusedError/,
    reason: 'It starts an MQTT broker by Docker; none is there.',
  },
  // What it gets wrong.
  {
    name: / › (050_0[14]_|053_0[124]_)/,
    says: /KeyError: 'kind'|200 != 404/,
    reason:
      'It takes the address in `Location` for an id where the broker answers with a whole address, and asks for what no broker has.',
  },
  {
    name: / › 051_05_/,
    says: /200 != 404/,
    reason: 'It names the context of an entity by a path without a host, which the broker cannot fetch (503).',
  },
  {
    name: / › 053_06_/,
    says: /200 != 404|3\.0 != 1\.0/,
    reason:
      'It keeps the address of its context in a global variable: the second file puts the host before an address that has one.',
  },
  {
    name: / › 020_17_/,
    says: /added to (dictionary|iterable)/,
    reason:
      'It removes an attribute of an entity that it made in the history alone, and does not look at the answer (404).',
  },
  {
    name: / › 037_07_01/,
    says: /\['location'\]\['coordinates'\] added/,
    reason: 'It expects a GeoProperty where it registered a geometry, which is what the specification has there.',
  },
  {
    name: / › 037_07_02/,
    says: /200 != 500/,
    reason: 'It asks for a polygon whose coordinates are nested once too little (the broker answers 500, and not 400).',
  },
  {
    name: / › 037_10_01/,
    says: /Value of root changed from \{'urn:\S+,urn:/,
    reason: 'It asks for entities by the ids of registrations, and expects both ids as one.',
  },
  {
    name: / › 037_10_02/,
    says: /removed from dictionary/,
    reason:
      'It asks for properties of a registration by `q`, which is about entities; `csf` is meant, and that Scorpio passes over.',
  },
  {
    name: / › 037_11_0[12]/,
    says: /^0 != 1/,
    reason: 'It expects a third registration for a type that two of its registrations have.',
  },
  {
    name: / › 038_05_/,
    says: /No keyword with name 'Get Current Date'/,
    reason: 'It names a keyword of a library that it does not load.',
  },
  {
    name: / › 038_08_03/,
    says: /400 != 201/,
    reason: 'Its invalid query is the name of an attribute, which asks whether there is one and is valid.',
  },
  {
    name: / › 042_0[23]_/,
    says: /HTTPError: 40[04] Client Error/,
    reason: 'The broker answers as it expects (400, 404); its own call of DELETE takes that for an error.',
  },
  {
    name: / › D01[01]_0[1-4]_/,
    says: /Lengths are different: 1 != 0|No value found for path|'0 > 0' should be true|200 != 404/,
    reason:
      'Its stand-in for a source answers one address to the letter; Scorpio asks by a query that has `limit=1000&options=sysAttrs`.',
  },
  {
    name: / › D011_0[2-4]_(red|inc)_02/,
    says: /200 != 400/,
    reason: 'It sends `application/ld+json` without an @context, which is to be refused.',
  },
  {
    name: / › D0(01_01_inc|03_02_\w+|04_01_inc|05_01_\w+|06_0[12]_\w+|18_0[1-3])/,
    says: /request was not received/,
    reason: 'It waits for a request that its stand-in for a source has answered before, or that has gone elsewhere.',
  },
  {
    name: / › D0(03_02|13_02|14_02)_/,
    says: /No keyword with name 'Get Request Url Params'/,
    reason: 'It names a keyword that the version of the library in its requirements does not have.',
  },
  {
    name: / › D009_01_red/,
    says: /201 != 409/,
    reason: 'It registers two sources under one id, of which the second is to be refused.',
  },
  {
    name: / › 031_02_02/,
    says: /rel="prev" != /,
    reason: 'It compares the address of a page to the letter: with a host, or in another order, it is the same.',
  },
];
