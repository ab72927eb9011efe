import type { RealmRepresentation } from '../../constructs/components/identity/realm/representation';
import { clientOf } from './apply-clients';
import { type Context, path } from './context';
import { setRoles } from './set-roles';

/** Which roles and tenants the tokens of each client may carry at most. */
export async function applyScopeMappings(context: Context, realm: RealmRepresentation): Promise<void> {
  const { at } = context;
  for (const { client, roles } of realm.scopeMappings) {
    const { id } = await clientOf(context, client);
    const mappings = `${at}/clients/${id}/scope-mappings/realm`;
    await setRoles(context, `client ${client}: scope`, mappings, roles, (name) => `${at}/roles${path(name)}`);
  }
  for (const [owner, list] of Object.entries(realm.clientScopeMappings)) {
    const { id: ownerId } = await clientOf(context, owner);
    const roleOf = (name: string) => `${at}/clients/${ownerId}/roles${path(name)}`;
    for (const { client, roles } of list) {
      const { id } = await clientOf(context, client);
      const mappings = `${at}/clients/${id}/scope-mappings/clients/${ownerId}`;
      await setRoles(context, `client ${client}: scope of ${owner}`, mappings, roles, roleOf);
    }
  }
}
