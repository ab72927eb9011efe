import { FinalError } from '../shared/retry';
import type { Stored } from './admin-api';
import type { Context } from './context';
import { exactly } from './exactly';

type Scope = Stored & { readonly name: string };

/**
 * Make a list of client scopes, at the path `list`, hold exactly the named ones.
 * @throws FinalError when the realm has no scope of a name: `basic` and `service_account` came with Keycloak 25.
 */
export async function setScopes(
  { api, at, changed }: Context,
  what: string,
  list: string,
  wanted: readonly string[],
): Promise<void> {
  const { missing, extra } = exactly(wanted, await api.get<Scope[]>(list), ({ name }) => name);
  for (const { id, name } of extra) {
    await api.delete(`${list}/${id}`);
    changed(`${what}: scope ${name} removed`);
  }
  if (missing.length === 0) return;
  const all = await api.get<Scope[]>(`${at}/client-scopes`);
  for (const name of missing) {
    const scope = all.find((each) => each.name === name);
    if (scope === undefined)
      throw new FinalError(`the realm has no client scope ${name}; Keycloak 25 or newer makes it`);
    await api.put(`${list}/${scope.id}`);
    changed(`${what}: scope ${name} added`);
  }
}
