import { managed } from '../../constructs/components/identity/realm/managed';
import type {
  ClientRepresentation,
  RealmRepresentation,
  RoleRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import { applyRole } from './apply-roles';
import { type Context, path } from './context';
import { differs } from './differs';
import { exactly } from './exactly';
import { setScopes } from './set-scopes';

/** A client as Keycloak returns it. */
export type StoredClient = Stored & ClientRepresentation;

/** The clients by their client id, keeping their internal ids; those that the kit made and no longer wants go. */
export async function applyClients(context: Context, { clients, roles }: RealmRepresentation): Promise<void> {
  const { api, at, changed } = context;
  const existing = await api.get<StoredClient[]>(`${at}/clients`);
  for (const client of clients) {
    const found = existing.find(({ clientId }) => clientId === client.clientId);
    await applyClient(context, client, found);
  }
  const wanted = clients.map(({ clientId }) => clientId);
  for (const { id, clientId, attributes } of existing) {
    if (wanted.includes(clientId) || differs(managed, attributes)) continue;
    await api.delete(`${at}/clients/${id}`);
    changed(`client ${clientId}: removed`);
  }
  for (const [clientId, list] of Object.entries(roles.client)) await applyClientRoles(context, clientId, list);
}

/** The client of a client id. */
export async function clientOf({ api, at }: Context, clientId: string): Promise<StoredClient> {
  const [found] = await api.get<StoredClient[]>(`${at}/clients?clientId=${encodeURIComponent(clientId)}`);
  if (found === undefined) throw new Error(`no client ${clientId}`);
  return found;
}

async function applyClient(
  context: Context,
  client: ClientRepresentation,
  found: StoredClient | undefined,
): Promise<void> {
  const { api, at, changed } = context;
  const { defaultClientScopes, optionalClientScopes, ...plain } = client;
  if (found === undefined) {
    await api.post(`${at}/clients`, client);
    changed(`client ${client.clientId}: created`);
  } else if (differs(plain, found)) {
    const attributes = { ...found.attributes, ...client.attributes };
    await api.put(`${at}/clients/${found.id}`, { ...found, ...plain, attributes });
    changed(`client ${client.clientId}: changed`);
  }
  for (const [kind, wanted] of Object.entries({ default: defaultClientScopes, optional: optionalClientScopes })) {
    if (wanted === undefined) continue;
    const { id } = found ?? (await clientOf(context, client.clientId));
    const list = `${at}/clients/${id}/${kind}-client-scopes`;
    await setScopes(context, `client ${client.clientId}: ${kind}`, list, wanted);
  }
}

async function applyClientRoles(
  context: Context,
  clientId: string,
  wanted: readonly RoleRepresentation[],
): Promise<void> {
  const { api, at, changed } = context;
  const { id } = await clientOf(context, clientId);
  const list = `${at}/clients/${id}/roles`;
  const current = await api.get<{ name: string }[]>(list);
  for (const role of wanted) await applyRole(context, list, role);
  const names = wanted.map(({ name }) => name);
  for (const { name } of exactly(names, current, (role) => role.name).extra) {
    await api.delete(`${list}${path(name)}`);
    changed(`role ${name} of ${clientId}: removed`);
  }
}
