/** Where the script of the triggers finds {@link historyTrigger}. */
export const historyTriggerFile = '/citykit/triggers/history-trigger.sql';

/**
 * SQL for a database of Scorpio 5.0.3 on PostgreSQL 14 or newer, so that no change takes others out of its history.
 *
 * Scorpio writes the changes of the last five seconds at once: new entities over one connection, all changes of entities
 * over another, each as one transaction (`HistoryMessagingBase.checkBuffer`, `HistoryDAO.batchUpsertHistoryEntity`). A
 * change whose entity is not in the history violates a foreign key, and takes all others of the tenant in these five
 * seconds with it, without a word in the log. That is so when the other connection is slower, and, whenever it changes,
 * for an entity whose creation was lost with a replica.
 *
 * The trigger waits for the entity for at most two seconds of a transaction, takes it from the current state otherwise,
 * and passes over what is left of an entity that is in neither.
 */
export const historyTrigger = `create or replace function public.citykit_history_has_entity() returns trigger language plpgsql as $$
begin
  loop
    perform from public.temporalentity where id = new.temporalentity_id;
    if found then
      return new;
    end if;
    exit when clock_timestamp() > now() + interval '2 s';
    perform pg_sleep(0.02);
  end loop;
  insert into public.temporalentity (id, e_types, createdat, modifiedat, scopes)
    select id, e_types, createdat, modifiedat, scopes from public.entity where id = new.temporalentity_id
    on conflict (id) do nothing;
  perform from public.temporalentity where id = new.temporalentity_id;
  if found then
    return new;
  end if;
  return null;
end
$$;

create or replace trigger citykit_history_has_entity before insert on public.temporalentityattrinstance
  for each row execute function public.citykit_history_has_entity();
`;
