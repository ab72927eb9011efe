import { shownSchema } from '../context-broker/shown-views';
import type { DrawnAttribute, DrawnType } from './drawn-type';

const entities = `${shownSchema}.entities`;
const history = `${shownSchema}.history`;

/** Now, as the views have times. */
const now = "(now() at time zone 'utc')";

/** Markers of one map; more than that nobody tells apart. */
const mostMarkers = 5000;

/** How late a value may come and still be drawn in its place: an index leads to what was recorded, not to what was observed. */
const latest = "interval '1 day'";

/** A text of SQL. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const ofType = (iri: string) => `types @> array[${literal(iri)}]`;

/** Within the time that the dashboard shows. */
const shownTime = `recorded_at >= $__timeFrom() and recorded_at <= $__timeTo()::timestamp + ${latest} and $__timeFilter(at)`;

/** How many entities there are. */
export const countOf = (iri: string) => `select count(*) as "Entities" from ${entities} where ${ofType(iri)}`;

/** Seconds since the last change. */
export const ageOf = (iri: string) =>
  `select extract(epoch from ${now} - max(changed_at)) as "Age" from ${entities} where ${ofType(iri)}`;

/** Share of the entities that were changed within the hour. */
export const currentShareOf = (iri: string) =>
  `select avg((changed_at > ${now} - interval '1 hour')::int) as "Current" from ${entities} where ${ofType(iri)}`;

/** A value that names another unit than the data model is not drawn under that of the model. */
const inUnit = (unitCode: string | undefined) =>
  unitCode === undefined ? '' : ` and (unit is null or unit = ${literal(unitCode)})`;

/** Average, lowest and highest value of an attribute over time, of the entities that are chosen. */
export const overTimeOf = (type: string, { iri, unitCode }: Pick<DrawnAttribute, 'iri' | 'unitCode'>) =>
  `select $__timeGroupAlias(at, $__interval), avg(value) as "average", min(value) as "lowest", max(value) as "highest" from ${history} where attribute = ${literal(iri)} and ${ofType(type)} and value is not null${inUnit(unitCode)} and ${shownTime} and (${everyEntity} in ($entity) or entity in ($entity)) group by 1 order by 1`;

/** What stands in place of ids where no entity is chosen. */
export const everyEntity = "'every entity'";

/** Ids to choose from. */
export const idsOf = (iri: string) => `select id from ${entities} where ${ofType(iri)} order by id limit 1000`;

/** Places of the entities of a type. */
export const placesOf = (iri: string) =>
  `select id as "Entity", latitude, longitude, ${now} - changed_at as "Age" from ${entities} where ${ofType(iri)} and latitude is not null order by changed_at desc limit ${mostMarkers}`;

/** What was changed last. */
export const newestOf = (iri: string) =>
  `select id as "Entity", changed_at as "Changed" from ${entities} where ${ofType(iri)} order by changed_at desc nulls last limit 20`;

function rows(types: readonly DrawnType[]): string {
  return `(values ${types.map(({ iri, title }) => `(${literal(iri)}, ${literal(title)})`).join(', ')}) as model (iri, title)`;
}

/** Each type with its number of entities and the age of the newest value. */
export const overviewOf = (types: readonly DrawnType[]) =>
  `select model.title as "Type", count(id) as "Entities", extract(epoch from ${now} - max(changed_at)) as "Newest value" from ${rows(types)} left join ${entities} on types @> array[model.iri] group by model.iri, model.title order by 2 desc, 1`;

/** Places of everything, each with the title of its type. */
export const allPlacesOf = (types: readonly DrawnType[]) =>
  `select model.title as "Type", id as "Entity", latitude, longitude from ${rows(types)} join ${entities} on types @> array[model.iri] where latitude is not null order by changed_at desc limit ${mostMarkers}`;

/** Values that were recorded over time. */
export const recordedOverTime = `select $__timeGroupAlias(recorded_at, $__interval), count(*) as "values" from ${history} where $__timeFilter(recorded_at) group by 1 order by 1`;

/** A number that means the same in every city. */
export interface KeyFigure {
  readonly title: string;
  readonly description: string;
  /** Of Grafana. */
  readonly unit: string;
  readonly sql: string;
}

/** The key figures, of the tenant that is chosen and now. They depend on nothing that a city sets but its models. */
export const keyFiguresOf = (types: readonly DrawnType[]): readonly KeyFigure[] => [
  {
    title: 'Entities',
    description: 'How many there are, of all types.',
    unit: 'short',
    sql: `select count(*) as "Entities" from ${entities}`,
  },
  {
    title: 'Types in use',
    description: 'Share of the data models in the spec of which there is an entity.',
    unit: 'percentunit',
    sql: `select avg((exists (select from ${entities} where types @> array[model.iri]))::int) as "Types in use" from ${rows(types)}`,
  },
  {
    title: 'Current',
    description: 'Share of the entities that were changed within the last hour.',
    unit: 'percentunit',
    sql: `select avg((changed_at > ${now} - interval '1 hour')::int) as "Current" from ${entities}`,
  },
  {
    title: 'Located',
    description: 'Share of the entities that have a place.',
    unit: 'percentunit',
    sql: `select avg((latitude is not null)::int) as "Located" from ${entities}`,
  },
  {
    title: 'Values an hour',
    description: 'Values that were recorded within the last hour.',
    unit: 'short',
    sql: `select count(*) as "Values an hour" from ${history} where recorded_at > ${now} - interval '1 hour'`,
  },
  {
    title: 'Delay',
    description: 'From the observation of a value to its record: the median of the last hour.',
    unit: 's',
    sql: `select extract(epoch from percentile_cont(0.5) within group (order by recorded_at - at)) as "Delay" from ${history} where recorded_at > ${now} - interval '1 hour'`,
  },
];
