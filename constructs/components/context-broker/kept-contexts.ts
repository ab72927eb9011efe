/** Where the script of the triggers finds {@link keptContexts}. */
export const keptContextsFile = '/citykit/triggers/kept-contexts.sql';

/** Name of the trigger of {@link keptContexts}; where it is, a database has all of its triggers. */
export const keptContextsTrigger = 'citykit_context_is_kept';

/**
 * SQL for a database of Scorpio 5.0.3, so that nobody deletes an `@context` that it needs to start.
 *
 * Scorpio keeps the `@context` of each subscription under an id that it makes itself (`ContextDao.createContextImpl`), and its
 * core context under one of its own; `DELETE /jsonldContexts/{id}` deletes these like hosted ones. It does not start while a
 * subscription has none (`SubscriptionService.setup`). With the trigger they cannot be deleted, and a client is told 404.
 */
export const keptContexts = `create or replace function public.${keptContextsTrigger}() returns trigger language plpgsql as $$
begin
  return null;
end
$$;

create or replace trigger ${keptContextsTrigger} before delete on public.contexts
  for each row when (old.kind = 'ImplicitlyCreated' or old.id = ')$%^&') execute function public.${keptContextsTrigger}();
`;
