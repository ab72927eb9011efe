import type { RealmRepresentation, Settings } from '../../constructs/components/identity/realm/representation';
import type { Context } from './context';
import { differs } from './differs';

// Keys that steps of their own apply.
const elsewhere = new Set([
  'components',
  'authenticationFlows',
  'roles',
  'clientScopes',
  'defaultDefaultClientScopes',
  'defaultOptionalClientScopes',
  'clients',
  'scopeMappings',
  'clientScopeMappings',
  'groups',
  'users',
]);

// Maps that Keycloak takes whole: what is not sent is removed.
const maps = ['attributes', 'browserSecurityHeaders'];

/** The settings of the realm itself, `enabled` among them, and nothing that the file does not name. */
export async function applySettings({ api, at, changed }: Context, realm: RealmRepresentation): Promise<void> {
  const wanted = Object.fromEntries(Object.entries(realm).filter(([key]) => !elsewhere.has(key)));
  const current = await api.get<Settings>(at);
  const different = Object.keys(wanted).filter((key) => differs(comparable(key, wanted[key]), current[key]));
  const password = (realm.smtpServer as Record<string, string> | undefined)?.password;
  if (different.length === 0 && password === undefined) return;
  for (const key of maps) wanted[key] = { ...(current[key] as object), ...(wanted[key] as object) };
  // Keycloak never shows the mail server's password, so it is sent every time: it may have been rotated.
  await api.put(at, wanted);
  if (different.length > 0) changed(`settings: ${different.join(', ')}`);
}

function comparable(key: string, value: unknown): unknown {
  if (key !== 'smtpServer') return value;
  const { password: _, ...shown } = value as Record<string, string>;
  return shown;
}
