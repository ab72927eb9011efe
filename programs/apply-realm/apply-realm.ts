import type { RealmRepresentation } from '../../constructs/components/identity/realm/representation';
import type { AdminApi } from './admin-api';
import { applyClientScopes } from './apply-client-scopes';
import { applyClients } from './apply-clients';
import { applyFlows } from './apply-flows';
import { applyGroups } from './apply-groups';
import { applyKeys } from './apply-keys';
import { applyRoles } from './apply-roles';
import { applyScopeMappings } from './apply-scope-mappings';
import { applyServiceAccounts } from './apply-service-accounts';
import { applySettings } from './apply-settings';
import { type Context, path } from './context';

/**
 * Bring a realm to what the representation says, from nothing, from a half-finished run or from an older version.
 *
 * People, their roles and groups, and clients that the kit did not make stay as they are. A new realm opens only when
 * everything is in place.
 */
export async function applyRealm(
  api: AdminApi,
  realm: RealmRepresentation,
  changed: (what: string) => void,
): Promise<void> {
  const context: Context = { api, at: path(realm.realm), changed };
  if ((await api.tryGet(context.at)) === undefined) {
    await api.post('', { realm: realm.realm, enabled: false, components: realm.components });
    changed(`realm ${realm.realm}: created`);
  }
  await applyKeys(context, realm);
  await applyFlows(context, realm);
  await applyRoles(context, realm);
  await applyClientScopes(context, realm);
  await applyClients(context, realm);
  await applyScopeMappings(context, realm);
  await applyGroups(context, realm);
  await applyServiceAccounts(context, realm);
  await applySettings(context, realm);
}
