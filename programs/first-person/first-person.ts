import { AdminApi, type Stored } from '../apply-realm/admin-api';
import { randomValue } from '../create-secrets/random-value';
import type { Environment } from '../shared/environment';

/** What `first-person` is told. */
export interface FirstPersonConfig {
  /** Where Keycloak is reached, without a slash at its end. */
  readonly url: string;
  readonly credentials: { readonly username: string; readonly password: string };
  readonly realm: string;
  readonly account: string;
  readonly email: string;
  readonly role: string;
  /** Departments that the person works for. */
  readonly tenants: readonly string[];
}

/** The person who was made, or nobody where the realm has people already. */
export type MadePerson =
  | { readonly made: false }
  | { readonly made: true; readonly account: string; readonly once: string };

/** From the environment: those of the job that applies the realm, `REALM`, `ACCOUNT`, `EMAIL`, `ROLE` and `TENANTS`. */
export function firstPersonConfig(environment: Environment): FirstPersonConfig {
  return {
    url: environment.url('KEYCLOAK_URL'),
    credentials: {
      username: environment.text('KEYCLOAK_ADMIN_USERNAME'),
      password: environment.text('KEYCLOAK_ADMIN_PASSWORD'),
    },
    realm: environment.text('REALM'),
    account: environment.text('ACCOUNT'),
    email: environment.text('EMAIL'),
    role: environment.text('ROLE'),
    tenants: (environment.optional('TENANTS') ?? '').split(',').filter((tenant) => tenant !== ''),
  };
}

/**
 * Makes the first person of a realm, who signs in once with the password that is given back and chooses another. Where the
 * realm has anybody already, nothing is done.
 *
 * @throws when Keycloak does not answer or refuses.
 */
export async function firstPerson(config: FirstPersonConfig): Promise<MadePerson> {
  const { url, credentials, account, email, role, tenants } = config;
  const api = new AdminApi({ url, adminRealm: 'master', credentials });
  const realm = `/${encodeURIComponent(config.realm)}`;
  const people = await api.get<readonly Stored[]>(`${realm}/users?max=1`);
  if (people.length > 0) return { made: false };
  await api.post(`${realm}/users`, { username: account, email, emailVerified: true, enabled: true });
  const [person] = await api.get<readonly Stored[]>(
    `${realm}/users?exact=true&username=${encodeURIComponent(account)}`,
  );
  const user = `${realm}/users/${person?.id}`;
  try {
    await api.post(`${user}/role-mappings/realm`, [await api.get(`${realm}/roles/${encodeURIComponent(role)}`)]);
    for (const tenant of tenants) {
      const group = await api.get<Stored>(`${realm}/group-by-path/tenants/${encodeURIComponent(tenant)}`);
      await api.put(`${user}/groups/${group.id}`);
    }
    // A digit, a small letter and a capital, as the realm asks for.
    const once = `${randomValue(24, 'alphanumeric')}1aA`;
    await api.put(`${user}/reset-password`, { type: 'password', value: once, temporary: true });
    return { made: true, account, once };
  } catch (error) {
    await api.delete(user);
    throw error;
  }
}
