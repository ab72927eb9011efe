import type {
  GroupRepresentation,
  RealmRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import { clientOf } from './apply-clients';
import { type Context, path } from './context';
import { differs } from './differs';
import { setRoles } from './set-roles';

type StoredGroup = Stored & GroupRepresentation;

/**
 * The groups with the client roles that their members get. A group that left the model stays with its members: its
 * role is gone, so it gives nothing, and who belonged to it is not forgotten when it comes back.
 */
export async function applyGroups(context: Context, { groups }: RealmRepresentation): Promise<void> {
  for (const group of groups) await applyGroup(context, group, [], `${context.at}/groups`);
}

async function applyGroup(
  context: Context,
  group: GroupRepresentation,
  parents: readonly string[],
  siblings: string,
): Promise<void> {
  const { api, at, changed } = context;
  const { name, attributes = {}, clientRoles = {}, subGroups = [] } = group;
  const names = [...parents, name];
  const byPath = `${at}/group-by-path${path(...names)}`;
  let found = await api.tryGet<StoredGroup>(byPath);
  if (found === undefined) {
    await api.post(siblings, { name, attributes });
    changed(`group /${names.join('/')}: created`);
    found = await api.get<StoredGroup>(byPath);
  } else if (differs(attributes, found.attributes)) {
    await api.put(`${at}/groups/${found.id}`, { ...found, attributes: { ...found.attributes, ...attributes } });
    changed(`group /${names.join('/')}: changed`);
  }
  for (const [clientId, roles] of Object.entries(clientRoles)) {
    const { id } = await clientOf(context, clientId);
    const mappings = `${at}/groups/${found.id}/role-mappings/clients/${id}`;
    const roleOf = (role: string) => `${at}/clients/${id}/roles${path(role)}`;
    await setRoles(context, `group /${names.join('/')}: ${clientId}`, mappings, roles, roleOf);
  }
  for (const sub of subGroups) await applyGroup(context, sub, names, `${at}/groups/${found.id}/children`);
}
