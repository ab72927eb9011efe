import type {
  RealmRepresentation,
  ServiceAccountRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import { clientOf } from './apply-clients';
import { type Context, path } from './context';
import { exactly } from './exactly';
import { setRoles } from './set-roles';

/** Each machine's user: exactly its realm roles and groups, and no role of a client but through those. */
export async function applyServiceAccounts(context: Context, { users }: RealmRepresentation): Promise<void> {
  for (const account of users) await applyServiceAccount(context, account);
}

async function applyServiceAccount(
  context: Context,
  { serviceAccountClientId: machine, realmRoles, groups }: ServiceAccountRepresentation,
): Promise<void> {
  const { api, at, changed } = context;
  const client = await clientOf(context, machine);
  const { id } = await api.get<Stored>(`${at}/clients/${client.id}/service-account-user`);
  const user = `${at}/users/${id}`;

  const mappings = `${user}/role-mappings`;
  await setRoles(context, `machine ${machine}`, `${mappings}/realm`, realmRoles, (name) => `${at}/roles${path(name)}`);
  const { clientMappings = {} } = await api.get<{ clientMappings?: Record<string, Stored> }>(mappings);
  for (const owner of Object.values(clientMappings)) {
    await setRoles(context, `machine ${machine}`, `${mappings}/clients/${owner.id}`, [], () => '');
  }

  const current = await api.get<{ id: string; path: string }[]>(`${user}/groups?max=1000`);
  const { missing, extra } = exactly(groups, current, (group) => group.path);
  for (const name of missing) {
    const group = await api.get<Stored>(`${at}/group-by-path${path(...name.slice(1).split('/'))}`);
    await api.put(`${user}/groups/${group.id}`);
    changed(`machine ${machine}: in ${name}`);
  }
  for (const group of extra) {
    await api.delete(`${user}/groups/${group.id}`);
    changed(`machine ${machine}: no longer in ${group.path}`);
  }
}
