import type { Deviation, SuiteCase } from './suite';
import type { SuiteId } from './suite-ids';

/** A failure that is known, and how it is told. */
interface KnownFailure extends Deviation {
  /** What the name of the case holds. */
  readonly name: RegExp;
  /** What the suite says of it; another failure of the same case is not this one. */
  readonly says: RegExp;
}

interface KnownDeviation extends KnownFailure {
  readonly suite: SuiteId;
}

/**
 * What is known of the broker that the kit runs: Scorpio 5.0.3, by runs of ETSI's suite against the broker itself, with an empty
 * database and its own addresses set as a platform sets them (29 November 2026; the suite as of June 2026, which is commit 1d442dc of
 * github.com/marek-mraz/ngsi-ld-test-suite, parts `Provision`, `Consumption` and `Subscription` of `ContextInformation`). The suite
 * writes what it expects first: `207 != 400` is an answer of 400.
 */
const scorpio: readonly KnownFailure[] = [
  {
    name: / › 0(03|04|05|06|57)_/,
    says: /'entityId'/,
    reason: 'In what went wrong in a batch it names the entity by `id` and the cause by `ProblemDetails`.',
  },
  {
    name: / › 0(03_0[68]|04_06|05_04|57_03)_/,
    says: /207 != 40[04]/,
    reason: 'Where the @context of one entity does not fit the content type, it refuses the whole batch.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/647',
  },
  {
    name: / › 003_09_01/,
    says: /KeyError: 'type'/,
    reason: 'A batch that it refuses whole is answered with a list of errors, and not with one.',
  },
  {
    name: / › 006_03_02/,
    says: /400 != 500/,
    reason: 'An empty batch is answered with 500.',
  },
  {
    name: / › 0(05_01|54_01)_/,
    says: /\['locatedAt'\] removed/,
    reason:
      'A replaced entity and a batch update lose each attribute that the entity did not have; the answer is 204 all the same.',
  },
  {
    name: / › 0(05_02|10_04)_/,
    says: /207 != (204|404)/,
    reason: 'With `noOverwrite` it does not tell which attributes it left: it answers 204, or 404 where it left all.',
  },
  {
    name: / › 005_05_01/,
    says: /Value of root changed/,
    reason: 'A type that a batch update names takes the place of those before, and is not added to them.',
  },
  {
    name: / › 001_02_04/,
    says: /400 != 201/,
    reason: 'It takes any word for a type, `type` too.',
  },
  {
    name: / › 0(10_07|11_05_02|55_03_05)/,
    says: /scope|(207|400) != 204/,
    reason: 'What is special about `scope` in an update it does not know: it is an attribute as all others.',
  },
  {
    name: / › 0\d\d_/,
    says: /JSONDecodeError/,
    reason: 'To a body that is no JSON it answers 400 and says nothing.',
  },
  {
    name: / › 060_/,
    says: /!= 405/,
    reason: 'It cannot purge entities (DELETE of /entities).',
  },
  {
    name: / › 0\d\d_.*(Without Giving An Id|Entity Id Is Not Present|(Empty|Missing) Entity Id)/i,
    says: /400 != 40[45]/,
    reason: 'A path that lacks an id is unknown to it: it answers 404 or 405, and not 400.',
  },
  {
    name: / › 055_03_03/,
    says: /400 != 404/,
    reason: 'A name that no attribute can have is not found, in place of refused.',
  },
  {
    name: / › 0(11_07|12_05)_0[124]/,
    says: /added to dictionary/,
    reason: 'In an update of attributes it keeps `urn:ngsi-ld:null` as a value; in a merge it removes the attribute.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/630',
  },
  {
    name: / › 0(11_0[789]|56_0[345])_03/,
    says: /204 != 400/,
    reason: 'It refuses `urn:ngsi-ld:null` as the value of a GeoProperty.',
  },
  {
    name: / › 0(10_0[14]|11_0[189]|12_0[167]|55_02)_/,
    says: /datasetId|from (dict|list) to (dict|list)|root\['speed'\]\[0\]/,
    reason: 'Of several instances of an attribute, an update reaches others than the one with the datasetId.',
  },
  {
    name: / › 013_01_0[12]/,
    says: /attribName|204 != 404/,
    reason:
      'Of several instances one cannot be removed: by its datasetId it is not found, and without one the others are written to an attribute `attribName`.',
  },
  {
    name: / › 012_0[23]_/,
    says: /40[04] != 204/,
    reason: 'A partial update of an instance that is not there, or that is of another kind, is answered with 204.',
  },
  {
    name: / › 0(12|13|14|15|16)_/,
    says: /!= 500/,
    reason: 'It answers 500 where an instance of an attribute, or a value of the history, is changed or removed.',
  },
  {
    name: / › 01[57]_/,
    says: /40[04] != 204/,
    reason: 'What is removed from the history is answered with 204, whether or not it was there.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/319',
  },
  {
    name: / › 008_01_01/,
    says: /\['speed'\]\[3\] added/,
    reason: 'A value for a time that the history has is added to it, in place of the one before.',
  },
  {
    name: / › 0(15_01|17_01|20_04)_/,
    says: /changed from list to dict/,
    reason: 'Of a history of one value it answers with the value, and not with a list.',
  },
  {
    name: / › 0\d\d_/,
    says: /@context'\] changed from str to list/,
    reason:
      'It answers with a list of one @context where the suite gave the one by itself; to JSON-LD they are the same.',
  },
  {
    name: / › 0\d\d_/,
    says: /errors\/(InvalidRequest != \S+BadRequestData|BadRequestData != \S+InvalidRequest)/,
    reason: 'It says `InvalidRequest` where `BadRequestData` is meant, and the other way round.',
  },
  {
    name: / › 01(8_(1[0-3]|2[01])|9_(1[3-6]|2[0-4]))_/,
    says: /locatedAt|iterable|no (key|item)|from list to dict|Value of root|200 != 500/,
    reason:
      'It does not join linked entities: it answers without them, and with 500 where `pick` or `omit` is about theirs.',
  },
  {
    name: / › 019_19_/,
    says: /Lists are different/,
    reason: 'It does not order by `orderBy`.',
  },
  {
    name: / › 02[01]_1[35]_/,
    says: /206 != 200/,
    reason: 'Of a long history it answers with all and 200, and not with a part and 206.',
  },
  {
    name: / › 0(18_1[68]|19_18|20_2|2_22|21_2[02])/,
    says: /400 != (200|404)/,
    reason: 'What is no `format`, `options`, `pick` or `omit`, or may not stand beside another, is passed over.',
  },
  {
    name: / › 02[01]_(10|12|14|15|16|18|19)_/,
    says: /changed from dict to list/,
    reason: 'It does not answer with the simplified representation of a history (`temporalValues`).',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/620',
  },
  {
    name: / › 021_17_/,
    says: /changed from dict to list/,
    reason: 'In the history of several entities it does not answer with what is aggregated.',
  },
  {
    name: / › 02[01]_2[13]_/,
    says: /added to (dictionary|iterable)|Value of root|404 != 200/,
    reason: 'It does not apply `pick` and `omit` to a history.',
  },
  {
    name: / › 0(19|21)_25/,
    says: /200 != 400/,
    reason: 'A query that has nothing but `local` is refused.',
  },
  {
    name: / › 019_(08_05|12_0\d)/,
    says: /200 != 500/,
    reason: 'A query by the datasetId, or by types with two operators, is answered with 500.',
  },
  {
    name: / › 020_(19|20)_/,
    says: /201 != 500/,
    reason: 'A history with a scope is answered with 500 where it is made.',
  },
  {
    name: / › 046_(0[1-357-9]|1[0-24578]|20)/,
    says: /request was not received/,
    reason: 'It does not notify of an entity that a subscription names by its id.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/621',
  },
  {
    name: / › 046_(2[3-9]|30)_/,
    says: /201 != 400/,
    reason: 'It refuses a subscription that wants linked entities.',
  },
  {
    name: / › 046_22_/,
    says: /removed from dictionary|has no key/,
    reason: 'A notification does not say which attribute was removed.',
  },
  {
    name: / › 046_3\d_/,
    says: /'@context'\] added to dictionary/,
    reason: 'In a notification as JSON each entity has an @context.',
  },
];

/** What is known of DCAT-AP's shapes. */
const shapes: readonly KnownFailure[] = [
  {
    name: /./,
    says: /does not have class rdfs:Resource/,
    reason: 'The shapes of 3.0.0 want every address called a resource, which all are; those of 3.0.1 do not.',
    issue: 'https://github.com/SEMICeu/DCAT-AP/issues/412',
  },
];

/** All that is known. */
export const knownDeviations: readonly KnownDeviation[] = [
  ...scorpio.map((one) => ({ suite: 'ngsi-ld', ...one }) as const),
  ...shapes.map((one) => ({ suite: 'dcat-ap', ...one }) as const),
];

/** Why a case fails, where that is known. */
export function deviationOf(suite: SuiteId, { name, says = '' }: SuiteCase): Deviation | undefined {
  const known = knownDeviations.find((one) => one.suite === suite && one.name.test(name) && one.says.test(says));
  if (!known) return undefined;
  const { reason, issue } = known;
  return { reason, ...(issue !== undefined && { issue }) };
}
