import { realmMark } from '../../constructs/components/identity/realm/realm-mark';
import type { RealmRepresentation } from '../../constructs/components/identity/realm/representation';
import { FinalError } from '../shared/retry';
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
 * People, their roles and groups, and clients that the kit did not make stay as they are, and so do other realms. A new
 * realm opens only when everything is in place.
 *
 * @throws FinalError before anything is changed, when the realm is there and was not made for this platform
 */
export async function applyRealm(
  api: AdminApi,
  realm: RealmRepresentation,
  changed: (what: string) => void,
): Promise<void> {
  const context: Context = { api, at: path(realm.realm), changed };
  const platform = (realm.attributes as Record<string, string> | undefined)?.[realmMark];
  const current = await api.tryGet<{ attributes?: Record<string, string> }>(context.at);
  if (current === undefined) {
    const attributes = { [realmMark]: platform };
    await api.post('', { realm: realm.realm, enabled: false, components: realm.components, attributes });
    changed(`realm ${realm.realm}: created`);
  } else if (current.attributes?.[realmMark] !== platform) {
    throw new FinalError(
      `realm ${realm.realm} was not made for ${platform}, so nothing was changed: name another realm, or hand it over by setting its attribute ${realmMark} to ${platform}`,
    );
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
