import { AdminApi, type AdminLogin, RefusedLoginError } from './admin-api';
import { path } from './context';

/** A login at Keycloak, and the password that it had before. */
export interface RotatedLogin extends AdminLogin {
  /** @default - nothing was rotated */
  readonly previousPassword?: string;
}

/**
 * Gives the administrator the password of today, where the server still knows the one before. It takes the password of a
 * first administrator from its environment once, when it makes its first realm, and never again.
 *
 * @throws MisconfiguredError when the server knows neither.
 */
export async function turnPasswordOver(login: RotatedLogin, changed: (what: string) => void): Promise<void> {
  const { credentials, previousPassword, adminRealm } = login;
  if (!('username' in credentials) || previousPassword === undefined) return;
  const at = path(adminRealm);
  try {
    await new AdminApi(login).get(at);
    return;
  } catch (error) {
    if (!(error instanceof RefusedLoginError)) throw error;
  }
  const { username, password } = credentials;
  const before = new AdminApi({ ...login, credentials: { username, password: previousPassword } });
  const query = new URLSearchParams({ username, exact: 'true' });
  const [user] = await before.get<{ id: string }[]>(`${at}/users?${query}`);
  await before.put(`${at}/users/${user?.id}/reset-password`, { type: 'password', value: password, temporary: false });
  changed('administrator: password rotated');
}
