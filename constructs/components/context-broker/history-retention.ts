import type { Duration } from '../../waist/units';
import { ownDatabases } from './own-databases';

/** Where {@link historyRetentionScript} finds {@link historyRetention}. */
export const historyRetentionFile = '/citykit/history/history-retention.sql';

/** Four times a day: old values are deleted a day late at most, also on a machine that is off at night. */
export const historyRetentionSchedule = '41 */6 * * *';

/**
 * The script that deletes old history in each database of the broker: its own, and those of tenants, whoever made them.
 */
export const historyRetentionScript = `${ownDatabases}names=$(run -c "select datname $own order by 1")
for name in $names; do
  run -d "$name" -f ${historyRetentionFile}
done
`;

/**
 * SQL for a database of Scorpio 5.0.3: deletes each value that another one replaced longer ago than the retention. The
 * last value of each attribute stays as long as its entity is there, so that an entity whose values do not change is still
 * in the history (Scorpio answers 500 for one without any). A deleted entity goes with its last value.
 *
 * Age is the broker's own clock (\`modifiedat\`): \`observedat\` is what a device says. Rows are looked at in the order in
 * which they were written, 5,000 at a time, each time a transaction of its own. It never waits for a row that somebody
 * else holds and holds none that anybody waits for longer than a batch, so that no writer is locked out; a run that was
 * cut off goes on with the next one. Space is given back by autovacuum, from 2 % on instead of 20 %: new rows take it, so
 * that the files stay as large as they are.
 */
export function historyRetention(retention: Duration): string {
  return `set synchronous_commit = off;
set lock_timeout = '5s';
do $$
declare
  cutoff constant timestamp := (now() at time zone 'utc') - interval '${retention.seconds} seconds';
  place bigint := 0;
  batch record;
  ended bigint := 0;
begin
  if to_regclass('public.temporalentityattrinstance') is null or not pg_try_advisory_lock(hashtext('citykit history')) then
    return;
  end if;
  loop
    with looked_at as materialized (
      select internalid, temporalentity_id, attributeid, data->'https://uri.etsi.org/ngsi-ld/datasetId' as datasetid,
          coalesce(modifiedat, createdat) < cutoff as old
        from public.temporalentityattrinstance where internalid > place order by internalid limit 5000
    ), held as materialized (
      select instance.internalid from public.temporalentityattrinstance instance join looked_at using (internalid)
        where old and (
          not exists (select from public.entity where id = looked_at.temporalentity_id)
          or exists (
            select from public.temporalentityattrinstance newer
              where newer.temporalentity_id = looked_at.temporalentity_id and newer.attributeid = looked_at.attributeid
                and newer.internalid > looked_at.internalid
                and newer.data->'https://uri.etsi.org/ngsi-ld/datasetId' is not distinct from datasetid
          )
        )
        for update of instance skip locked
    ), gone as (
      delete from public.temporalentityattrinstance using held where temporalentityattrinstance.internalid = held.internalid
        returning 1
    )
    select max(internalid) as last, coalesce(bool_or(old), false) as any_old, (select count(*) from gone) as ended
      into batch from looked_at;
    commit;
    ended := ended + batch.ended;
    place := batch.last;
    exit when place is null or not batch.any_old;
  end loop;
  with held as materialized (
    select id from public.temporalentity
      where coalesce(modifiedat, createdat) < cutoff
        and not exists (select from public.entity where entity.id = temporalentity.id)
        and not exists (select from public.temporalentityattrinstance where temporalentity_id = temporalentity.id)
      for update skip locked
  )
  delete from public.temporalentity using held where temporalentity.id = held.id;
  commit;
  raise notice '% values of % have ended', ended, current_database();
  if not exists (
    select from pg_class where oid = 'public.temporalentityattrinstance'::regclass
      and 'autovacuum_vacuum_scale_factor=0.02' = any (reloptions)
  ) then
    alter table public.temporalentityattrinstance set (autovacuum_vacuum_scale_factor = 0.02);
  end if;
end
$$;
`;
}
