import type {
  ClientScopeRepresentation,
  MapperRepresentation,
  RealmRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import type { Context } from './context';
import { differs } from './differs';
import { exactly } from './exactly';
import { setScopes } from './set-scopes';

type StoredScope = Stored & { readonly name: string; readonly protocolMappers?: readonly StoredMapper[] };
type StoredMapper = Stored & MapperRepresentation;

/** The kit's client scopes with their mappers, and which scopes a client made by hand starts with. */
export async function applyClientScopes(context: Context, realm: RealmRepresentation): Promise<void> {
  const { api, at } = context;
  const existing = await api.get<StoredScope[]>(`${at}/client-scopes`);
  for (const scope of realm.clientScopes) {
    const found = existing.find(({ name }) => name === scope.name);
    await applyScope(context, scope, found);
  }
  const lists = { default: realm.defaultDefaultClientScopes, optional: realm.defaultOptionalClientScopes };
  for (const [kind, wanted] of Object.entries(lists)) {
    await setScopes(context, `new clients: ${kind}`, `${at}/default-${kind}-client-scopes`, wanted);
  }
}

async function applyScope(
  { api, at, changed }: Context,
  scope: ClientScopeRepresentation,
  found: StoredScope | undefined,
): Promise<void> {
  if (found === undefined) {
    await api.post(`${at}/client-scopes`, scope);
    changed(`client scope ${scope.name}: created`);
    return;
  }
  const { protocolMappers, ...plain } = scope;
  if (differs(plain, found)) {
    await api.put(`${at}/client-scopes/${found.id}`, { ...found, ...plain });
    changed(`client scope ${scope.name}: changed`);
  }
  const mappers = `${at}/client-scopes/${found.id}/protocol-mappers/models`;
  const current = found.protocolMappers ?? [];
  for (const mapper of protocolMappers) {
    const same = current.find(({ name }) => name === mapper.name);
    if (same === undefined) await api.post(mappers, mapper);
    else if (differs(mapper, same)) await api.put(`${mappers}/${same.id}`, { ...same, ...mapper });
    else continue;
    changed(`client scope ${scope.name}: ${mapper.name} mapped`);
  }
  const names = protocolMappers.map(({ name }) => name);
  for (const { id, name } of exactly(names, current, (mapper) => mapper.name).extra) {
    await api.delete(`${mappers}/${id}`);
    changed(`client scope ${scope.name}: ${name} no longer mapped`);
  }
}
