import type { RealmClient } from '../realm-model';
import { cityAccess } from './city-access-scope';
import { environmentReference } from './environment-reference';
import { browserHardening, clientHardening, settings } from './hardening';
import { managed } from './managed';
import type { ClientRepresentation } from './representation';

/** A client of the platform as Keycloak takes it. */
export function platformClient(client: RealmClient): ClientRepresentation {
  const { id, title, flow, secretEnv } = client;
  const machine = flow === 'machine';
  const { attributes, ...hardened } = settings([...clientHardening, ...(flow === 'browser' ? browserHardening : [])]);
  return {
    clientId: id,
    name: title,
    enabled: true,
    protocol: 'openid-connect',
    clientAuthenticatorType: 'client-secret',
    publicClient: secretEnv === undefined,
    ...(secretEnv === undefined ? {} : { secret: environmentReference(secretEnv) }),
    standardFlowEnabled: flow === 'browser',
    serviceAccountsEnabled: machine,
    bearerOnly: false,
    redirectUris: [...client.redirectUris],
    webOrigins: [...client.webOrigins],
    ...hardened,
    attributes: {
      ...(attributes as Record<string, string>),
      'oauth2.device.authorization.grant.enabled': String(flow === 'device'),
      ...managed,
    },
    defaultClientScopes: machine
      ? ['basic', cityAccess, 'service_account']
      : ['acr', 'basic', cityAccess, 'email', 'profile', 'web-origins'],
    optionalClientScopes: [],
  };
}
