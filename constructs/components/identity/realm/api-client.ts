import type { RealmModel } from '../realm-model';
import { managed } from './managed';
import type { ClientRepresentation } from './representation';

/** The API as a client: it logs nobody in, it is what tokens are for, and its roles are the tenants. */
export function apiClient({ audience, title }: RealmModel): ClientRepresentation {
  return {
    clientId: audience,
    name: `API of ${title}`,
    enabled: true,
    bearerOnly: true,
    publicClient: false,
    standardFlowEnabled: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    fullScopeAllowed: false,
    redirectUris: [],
    webOrigins: [],
    attributes: { ...managed },
    defaultClientScopes: [],
    optionalClientScopes: [],
  };
}
