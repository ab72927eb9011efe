import type {
  RealmRepresentation,
  RoleRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import { type Context, path } from './context';
import { differs } from './differs';
import { exactly } from './exactly';

/**
 * The realm roles. One that left the model stays, with the people who have it: no client's tokens carry it any more,
 * and who had it is not forgotten when it comes back.
 */
export async function applyRoles(context: Context, { roles }: RealmRepresentation): Promise<void> {
  for (const role of roles.realm) {
    await applyRole(context, `${context.at}/roles`, role);
    if (role.composites !== undefined) await applyComposites(context, role.name, role.composites.realm);
  }
}

/** A role in a list of roles, that of the realm or that of a client. */
export async function applyRole({ api, changed }: Context, list: string, role: RoleRepresentation): Promise<void> {
  const { name, description } = role;
  const found = await api.tryGet<Stored>(`${list}${path(name)}`);
  if (found === undefined) {
    await api.post(list, { name, description });
    changed(`role ${name}: created`);
  } else if (differs({ description }, found)) {
    await api.put(`${list}${path(name)}`, { ...found, description });
    changed(`role ${name}: changed`);
  }
}

async function applyComposites({ api, at, changed }: Context, role: string, wanted: readonly string[]): Promise<void> {
  const composites = `${at}/roles${path(role)}/composites`;
  const current = await api.get<{ name: string }[]>(`${composites}/realm`);
  const { missing, extra } = exactly(wanted, current, ({ name }) => name);
  if (missing.length > 0) {
    await api.post(composites, await Promise.all(missing.map((name) => api.get(`${at}/roles${path(name)}`))));
    changed(`role ${role}: now with ${missing.join(', ')}`);
  }
  if (extra.length > 0) {
    await api.delete(composites, extra);
    changed(`role ${role}: no longer with ${extra.map(({ name }) => name).join(', ')}`);
  }
}
