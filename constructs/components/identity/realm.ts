import { CityError } from '../../problems/city-error';
import { apiClient } from './realm/api-client';
import { browserFlow } from './realm/browser-flow';
import { cityAccessScope } from './realm/city-access-scope';
import { hardening, settings } from './realm/hardening';
import { mailServer } from './realm/mail-server';
import { platformClient } from './realm/platform-client';
import { realmMark } from './realm/realm-mark';
import { realmProblems } from './realm/realm-problems';
import type { RealmRepresentation } from './realm/representation';
import { resetCredentialsFlow } from './realm/reset-credentials-flow';
import { serviceAccount } from './realm/service-account';
import { signingKeys } from './realm/signing-keys';
import { tenantGroups } from './realm/tenant-groups';
import type { RealmModel } from './realm-model';

/**
 * A city's realm as Keycloak's own representation. The same model gives the same object; secrets stand in it as
 * `${env:NAME}` only, for the program that applies it.
 *
 * @throws {CityError} with everything that breaks a rule of {@link realmProblems}.
 */
export function realm(model: RealmModel): RealmRepresentation {
  const problems = realmProblems(model);
  if (problems.length > 0) throw new CityError(problems, 'program');
  const { attributes, ...hardened } = settings(hardening(model));
  const machines = model.clients.filter(({ flow }) => flow === 'machine');
  const allTenants = model.tenants.map(({ id }) => id);
  return {
    realm: model.realm,
    enabled: true,
    displayName: model.title,
    internationalizationEnabled: true,
    supportedLocales: [...model.languages],
    defaultLocale: model.languages[0],
    ...hardened,
    ...(model.smtp === undefined ? {} : { smtpServer: mailServer(model.smtp) }),
    browserFlow: 'city browser',
    resetCredentialsFlow: 'city reset credentials',
    attributes: {
      ...(attributes as Record<string, string>),
      frontendUrl: model.publicUrl,
      [realmMark]: model.platform,
    },
    components: { 'org.keycloak.keys.KeyProvider': signingKeys() },
    authenticationFlows: [...browserFlow(model), resetCredentialsFlow()],
    roles: {
      realm: [
        ...model.roles.map(({ name, description }) => ({ name, description })),
        // Keycloak gives it to everyone; without `offline_access` in it nobody gets a token that outlives the session.
        {
          name: `default-roles-${model.realm.toLowerCase()}`,
          description: 'What everyone has',
          composites: { realm: [] },
        },
      ],
      client: { [model.audience]: model.tenants.map(({ id, title }) => ({ name: id, description: title })) },
    },
    clientScopes: [cityAccessScope(model.audience)],
    defaultDefaultClientScopes: ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins'],
    defaultOptionalClientScopes: [],
    clients: [
      apiClient(model),
      ...model.clients.map(platformClient),
      // Keycloak's own command line client is the one that takes passwords directly unless told not to.
      { clientId: 'admin-cli', directAccessGrantsEnabled: false },
    ],
    scopeMappings: model.clients.map(({ id, roles }) => ({ client: id, roles: [...roles] })),
    clientScopeMappings: {
      [model.audience]: model.clients.map(({ id, flow, tenants }) => ({
        client: id,
        roles: flow === 'machine' ? [...tenants] : allTenants,
      })),
    },
    groups: [tenantGroups(model)],
    users: machines.map(serviceAccount),
  };
}
