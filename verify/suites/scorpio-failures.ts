import type { KnownFailure } from './known-failure';

/**
 * What is known of the broker that the kit runs: Scorpio 5.0.3, by runs of ETSI's suite against the broker itself at port 9090, with
 * its own addresses set as a platform sets them and an empty database for each part (29 November 2026; the suite as of June 2026,
 * which is commit 1d442dc of github.com/marek-mraz/ngsi-ld-test-suite, all its parts; mosquitto 2.0.11 for MQTT). Each was told by the
 * request and the answer. The suite writes what it expects first: `207 != 400` is an answer of 400.
 */
export const scorpioFailures: readonly KnownFailure[] = [
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
    name: / › (060_|059_01_08)/,
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
    says: /\['speed'\]\[\d\] added/,
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
  {
    name: / › 018_05_0[14]|› 019_02_05/,
    says: /root\['geometry'\]|'False' should be true/,
    reason: 'As GeoJSON, an entity has no `geometry` where it is simplified or has no such GeoProperty.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/128',
  },
  {
    name: / › 018_07_0[356]/,
    says: /root\['street'\]/,
    reason:
      'The simplified representation it gives in all languages, whatever `lang` says; for `*` it does not say which language it took.',
  },
  {
    name: / › 019_01_06/,
    says: /0 != 2/,
    reason: 'In `scopeQ` it takes `|` for or, and not `,`.',
  },
  {
    name: / › 019_03_05/,
    says: /400 != 200/,
    reason: 'A query that names nothing but ids is answered, and not refused.',
  },
  {
    name: / › 020_11_/,
    says: /\.000000Z/,
    reason:
      'What is aggregated has times to the microsecond, which are the same; the largest and the smallest value it finds by comparing text (of 120, 80 and 100 the largest is 80).',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/524',
  },
  {
    name: / › 020_14_/,
    says: /^'\[\{'type': 'Property'/,
    reason: 'Of a long history it answers with all and 200, and not with a part and 206.',
  },
  {
    name: / › 021_(13|16)_/,
    says: /20[06] != 404/,
    reason: 'It cannot query histories by POST (/temporal/entityOperations/query).',
  },
  {
    name: / › 021_08_01/,
    says: /\['speed'\]\[1\] removed from iterable/,
    reason: 'Of the history of an entity that matches `q` it answers with the values that match, and not with all.',
  },
  {
    name: / › 021_09_01/,
    says: /removed from dictionary/,
    reason: 'Of several positions in a history a geo query looks at the first.',
  },
  {
    name: / › 021_18_01/,
    says: /added to iterable/,
    reason: 'It does not answer with the simplified representation of a history (`temporalValues`).',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/620',
  },
  {
    name: / › 021_18_07/,
    says: /added to iterable/,
    reason: 'In a history it does not filter by `datasetId`.',
  },
  {
    name: / › 021_23_/,
    says: /Lengths are different: 3 != \d|Lists are different/,
    reason: 'Histories it does not order by `orderBy`, and they have what was written only a moment later.',
  },
  {
    name: / › 028_07_/,
    says: /(400|503) != 201/,
    reason: 'It takes any text for the `jsonldContext` of a subscription.',
  },
  {
    name: / › 031_01_/,
    says: /Value of root\[\d\] changed/,
    reason:
      'Of a subscription it says how often it notified, also where it never did, and not by what it is triggered.',
  },
  {
    name: / › 031_02_01/,
    says: /Lengths are different: 1 != 2/,
    reason: 'Of the pages of subscriptions it names the one before, and never the next.',
  },
  {
    name: / › 046_13_/,
    says: /not contain key 'status'/,
    reason: 'After a notification that failed it has `lastFailure`, and not `status`.',
  },
  {
    name: / › 046_16_/,
    says: /request was not received/,
    reason: 'It does not notify of types that a subscription names with an operator.',
  },
  {
    name: / › (046_19|028_06)/,
    says: /201 != 400/,
    reason: 'It refuses a subscription to the instances with a datasetId.',
  },
  {
    name: / › 046_21_/,
    says: /^Length of '\{'id': /,
    reason: 'Of an entity that was removed a notification has all attributes, and not only that it is gone.',
  },
  {
    name: / › 046_22_03/,
    says: /Request was received/,
    reason: 'It notifies of any attribute that is removed, also of one that the subscription does not watch.',
  },
  {
    name: / › 046_22_0[678]/,
    says: /204 != (404|500)/,
    reason: 'Of several instances of an attribute one cannot be removed: it answers 404 or 500.',
  },
  {
    name: / › 046_22_(09|10|11)_/,
    says: /request was not received/,
    reason:
      'In an update of attributes it keeps `urn:ngsi-ld:null` as a value: no attribute is removed, and there is nothing to notify of.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/630',
  },
  {
    name: / › 046_22_1[23]/,
    says: /request was not received/,
    reason: 'The end of an entity is to it not the end of its attributes: a subscription to that is not notified.',
  },
  {
    name: / › 046_40_/,
    says: /previousValue/,
    reason: 'A notification of a new entity says that each value was `urn:ngsi-ld:null` before.',
  },
  {
    name: / › 058_0[1-4]_/,
    says: /Length of '\[\]'|no item in index 0/,
    reason: 'It does not notify of an entity that a subscription names by its id, by MQTT either.',
    issue: 'https://github.com/ScorpioBroker/ScorpioBroker/issues/621',
  },
  {
    name: / › 058_0[23]_0[23]/,
    says: /201 != 400/,
    reason: 'It refuses `notifierInfo`: quality of service and version of MQTT cannot be said.',
  },
  {
    name: / › 034_02_0[23]/,
    says: /400 != 204/,
    reason: 'An update of a registration may take its type or what it informs of: it answers 204.',
  },
  {
    name: / › 034_05_/,
    says: /204 != 500/,
    reason: 'What is to be removed from a registration (`null`) is answered with 500.',
  },
  {
    name: / › 038_02_/,
    says: /'Location'/,
    reason: 'It gives a subscription to registrations no id: without one it is refused with 409.',
  },
  {
    name: / › (041_0[123]|047_12)_/,
    says: /201 != 409/,
    reason: 'It refuses a subscription to registrations that watches attributes with 409, as if it were there already.',
  },
  {
    name: / › 0(38|39|40)_01_/,
    says: /'lastFailure: '/,
    reason: 'A subscription to registrations says `lastFailure: ` and `$1` where the time of a failure is meant.',
  },
  {
    name: / › 047_(0[1-59]|08|1[013-6])_/,
    says: /request was not received/,
    reason:
      'It notifies of no registration: it posts to port 80 of its own machine, whatever address a subscription names.',
  },
  {
    name: / › 047_06_/,
    says: /\['status'\] removed/,
    reason: 'After a notification that failed it does not say so in a subscription to registrations.',
  },
  {
    name: / › 05(0_02_01|1_02|1_04_0[23]|3_03)_?/,
    says: /^(Resource not found|Bad Request Data)\. == /,
    reason: 'In what is wrong with a context `detail` says no more than `title`.',
  },
  {
    name: / › 050_02_02/,
    says: /400 != 500/,
    reason: 'To a context that is no JSON it answers 500.',
  },
  {
    name: / › 051_04_0[145]/,
    says: /400 != (404|204)/,
    reason: 'What is no `reload`, or may not stand beside such a context, is passed over.',
  },
  {
    name: / › 051_0[89]_/,
    says: /(400|200) != 404/,
    reason: 'The core context it has under an id of its own, and not under its address.',
  },
  {
    name: / › 05(2_0[23]_0[24]|2_05_02)/,
    says: /'False' should be true/,
    reason: 'It finds no context by `kind=Hosted`, though it says of them that they are.',
  },
  {
    name: / › 052_04_/,
    says: /400 != 200/,
    reason: 'What is no `kind` or no `details` of contexts is passed over.',
  },
  {
    name: / › 053_05_/,
    says: /503 != 404/,
    reason: 'A context that it has fetched cannot be removed, nor fetched anew: it answers 404.',
  },
  {
    name: / › 059_01_0[57]/,
    says: /400 != 200/,
    reason: 'Where types or subscriptions are asked for, a parameter that it does not know is passed over.',
  },
  {
    name: / › 043_01_04/,
    says: /207 != 503/,
    reason: 'Where a context cannot be fetched it refuses the whole batch, with 503.',
  },
  // Sources. The suite registers patterns early in `Provision` and in `LoopDetection`: what comes after fails for that alone.
  {
    name: / › D0\d\d_/,
    says: /^Setup failed:\s+HTTP status [^\n]*201 != 500/,
    reason:
      'It refuses a source that is exclusive or to be redirected to where it has such an entity itself, also one of a case before (500, where 409 is meant).',
  },
  {
    name: / › D01[0-7]_|› D00[1-9]_/,
    says: /204 != 405/,
    reason: 'It cannot purge entities (DELETE of /entities).',
  },
  {
    name: / › D0(10_02_inc|02_03_inc)/,
    says: /Request was received/,
    reason: 'It asks the sources although the request says `local`.',
  },
  {
    name: / › D006_0[12]_/,
    says: /204 != (404|500)/,
    reason: 'The removal of an attribute it passes on to a source as that of the entity.',
  },
  {
    name: / › D00[78]_01_|› D003_01_inc/,
    says: /204 != 207/,
    reason: 'Where a source has done as it was told (204) it answers that a part went wrong (207).',
  },
  {
    name: / › D00[59]_01_/,
    says: /204 != 207/,
    reason: 'A change of one attribute it passes on under the IRI of the attribute, a partial update also by POST.',
  },
  {
    name: / › D002_02_0[12]_inc/,
    says: /207 != (204|404)/,
    reason: 'Where an entity is removed in one place and not there in the other it answers 204 or 404, and not 207.',
  },
  {
    name: / › D00[34]_01_(exc|red)/,
    says: /204 != 500/,
    reason: 'A change that only sources are to make is answered with 500.',
  },
  {
    name: / › D001_03_/,
    says: /KeyError: 'error'/,
    reason: 'In what went wrong in a part it names the cause by `ProblemDetails`.',
  },
  {
    name: / › D0(0[1-9]|1[2-7])_/,
    says: /^(0 != 1|'0 > 0' should be true|> 0|HTTP status [^\n]*20[147] != (201|204|404|409)|'\[\{'id')/,
    reason:
      'After a registration with a pattern of ids it hears of no registration, made or removed, until it is started again: the source is not asked.',
  },
];
