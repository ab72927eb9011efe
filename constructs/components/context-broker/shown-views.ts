import { ownDatabases } from './own-databases';

/** Schema of the views in each database of the broker. */
export const shownSchema = 'citykit_shown';

/** Where {@link shownViewsScript} finds {@link shownViews}. */
export const shownViewsFile = '/citykit/shown/shown-views.sql';

/**
 * The script that gives the reader the views in those databases of the broker that are shown, and takes them in the others.
 *
 * @param shown names of databases
 * @param reader the role that reads
 */
export function shownViewsScript(shown: readonly string[], reader: string): string {
  return `${ownDatabases}names=$(run -c "select datname $own order by 1")
for name in $names; do
  case ' ${shown.join(' ')} ' in
    *" $name "*)
      run -d "$name" -v reader=${reader} -f ${shownViewsFile}
      run -c "grant connect on database \\"$name\\" to \\"${reader}\\""
      echo "$name is shown"
      ;;
    *) run -c "revoke connect on database \\"$name\\" from \\"${reader}\\"" ;;
  esac
done
`;
}

/**
 * SQL for a database of Scorpio 5.0.3: views over the current state and the history of some types, for a role that reads
 * nothing else. Times are UTC.
 *
 * - \`entities\`: \`id\`, \`types\`, \`changed_at\`, and \`latitude\` and \`longitude\` of those that have a place.
 * - \`history\`: \`entity\`, \`types\`, \`attribute\`, \`at\` (when it was observed; where that is not known, recorded),
 *   \`recorded_at\`, \`value\` where it is a number, and its \`unit\` (UN/CEFACT) where it names one.
 *
 * They are barriers: a condition of the reader sees no row that the view leaves out. An index by block ranges leads to what
 * was recorded lately (docs/decisions/0036-dashboards.md).
 *
 * @param types IRIs of the types
 */
export function shownViews(types: readonly string[]): string {
  const list = `array[${types.map((type) => `'${type.replaceAll("'", "''")}'`).join(', ')}]::text[]`;
  return `create index concurrently if not exists citykit_recorded
  on public.temporalentityattrinstance using brin ((coalesce(modifiedat, createdat))) with (autosummarize = on);
begin;
drop schema if exists ${shownSchema} cascade;
create schema ${shownSchema};
create view ${shownSchema}.entities with (security_barrier) as
  select id, e_types as types, coalesce(modifiedat, createdat) as changed_at,
      st_y(st_pointonsurface(location)) as latitude, st_x(st_pointonsurface(location)) as longitude
    from public.entity where e_types && ${list};
create view ${shownSchema}.history with (security_barrier) as
  select temporalentity_id as entity, e_types as types, attributeid as attribute,
      coalesce(instance.observedat, instance.modifiedat, instance.createdat) as at,
      coalesce(instance.modifiedat, instance.createdat) as recorded_at,
      case jsonb_typeof(data #> '{https://uri.etsi.org/ngsi-ld/hasValue,0,@value}')
        when 'number' then (data #>> '{https://uri.etsi.org/ngsi-ld/hasValue,0,@value}')::double precision end as value,
      data #>> '{https://uri.etsi.org/ngsi-ld/unitCode,0,@value}' as unit
    from public.temporalentityattrinstance instance join public.temporalentity on temporalentity.id = temporalentity_id
    where instance.deletedat is null and e_types && ${list};
grant usage on schema ${shownSchema} to :"reader";
grant select on all tables in schema ${shownSchema} to :"reader";
commit;
`;
}
