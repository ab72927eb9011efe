import type { Stored } from './admin-api';
import type { Context } from './context';
import { exactly } from './exactly';

type Role = Stored & { readonly name: string };

/** Make a list of role mappings hold exactly the named roles; `roleOf` is the path of a role by its name. */
export async function setRoles(
  { api, changed }: Context,
  what: string,
  mappings: string,
  wanted: readonly string[],
  roleOf: (name: string) => string,
): Promise<void> {
  const { missing, extra } = exactly(wanted, await api.get<Role[]>(mappings), ({ name }) => name);
  if (missing.length > 0) {
    await api.post(mappings, await Promise.all(missing.map((name) => api.get<Role>(roleOf(name)))));
    changed(`${what}: ${missing.join(', ')} added`);
  }
  if (extra.length > 0) {
    await api.delete(mappings, extra);
    changed(`${what}: ${extra.map(({ name }) => name).join(', ')} removed`);
  }
}
