import type { Deviation, SuiteCase } from './suite';
import type { SuiteId } from './suite-ids';

/** A failure that is known, and how it is told. */
interface KnownDeviation extends Deviation {
  readonly suite: SuiteId;
  /** What the name of the case holds. */
  readonly name: RegExp;
  /** What the suite says of it; another failure of the same case is not this one. */
  readonly says: RegExp;
}

/**
 * What is known of the brokers that the kit runs: Scorpio 5.0.3, by a run of the part `ContextInformation/Provision` against the broker
 * itself (28 November 2026, the suite at github.com/marek-mraz/ngsi-ld-test-suite, whose cases below 100 have ETSI's numbers). The
 * suite writes what it expects first: `207 != 400` is an answer of 400.
 */
export const knownDeviations: readonly KnownDeviation[] = (
  [
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
      name: / › 0\d\d_.*(Without Giving An Id|Entity Id Is Not Present)/i,
      says: /400 != 40[45]/,
      reason: 'A path that lacks an id is unknown to it: it answers 404 or 405, and not 400.',
    },
    {
      name: / › 0(11_07|12_05)_0[124]/,
      says: /added to dictionary/,
      reason: 'In an update of attributes it keeps `urn:ngsi-ld:null` as a value; in a merge it removes the attribute.',
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
      name: / › 0(12|13|14|15|16)_/,
      says: /!= 500/,
      reason: 'It answers 500 where an instance of an attribute, or a value of the history, is changed or removed.',
    },
    {
      name: / › 01[57]_/,
      says: /40[04] != 204/,
      reason: 'What is removed from the history is answered with 204, whether or not it was there.',
    },
  ] as const
).map((one) => ({ suite: 'ngsi-ld', ...one }));

/** Why a case fails, where that is known. */
export function deviationOf(suite: SuiteId, { name, says = '' }: SuiteCase): Deviation | undefined {
  const known = knownDeviations.find((one) => one.suite === suite && one.name.test(name) && one.says.test(says));
  if (!known) return undefined;
  const { reason, issue } = known;
  return { reason, ...(issue !== undefined && { issue }) };
}
