import { AdminApi, type Stored } from '../../../programs/apply-realm/admin-api';
import type { RunningPod } from '../support/rendered';
import type { LiveCity } from './live-city';

/** A machine of the tests' own in the realm. */
export interface Machine {
  readonly id: string;
  readonly roles: readonly string[];
  readonly tenants: readonly string[];
  /** Seconds. @default the realm's */
  readonly lifespan?: number;
  /** Without the scope that the platform's own clients have. @default false */
  readonly foreign?: boolean;
}

/** Tokens of the real realm, for machines made through Keycloak's admin API. */
export class RealmUsers {
  readonly #api: AdminApi;
  readonly #realm: string;
  readonly #host: string;
  readonly #secrets = new Map<string, string>();

  constructor(
    private readonly platform: LiveCity,
    keycloak: RunningPod,
    private readonly gateway: RunningPod,
  ) {
    const { KC_BOOTSTRAP_ADMIN_USERNAME: username = '', KC_BOOTSTRAP_ADMIN_PASSWORD: password = '' } =
      keycloak.pod.main.env;
    const url = `http://${keycloak.address}:${keycloak.pod.main.ports.http}`;
    this.#api = new AdminApi({ url, adminRealm: 'master', credentials: { username, password } });
    const issuer = new URL(platform.city.identity.issuer);
    this.#realm = issuer.pathname.split('/').at(-1) ?? '';
    this.#host = issuer.host;
  }

  async add({ id, roles, tenants, lifespan, foreign }: Machine): Promise<void> {
    const realm = `/${this.#realm}`;
    await this.#api.post(`${realm}/clients`, {
      clientId: id,
      serviceAccountsEnabled: true,
      standardFlowEnabled: false,
      ...(foreign ? { defaultClientScopes: ['basic'] } : { defaultClientScopes: ['basic', 'city-access'] }),
      ...(lifespan !== undefined && { attributes: { 'access.token.lifespan': String(lifespan) } }),
    });
    const client = await this.find(id);
    const user = await this.#api.get<Stored>(`${realm}/clients/${client.id}/service-account-user`);
    const mappings = `${realm}/users/${user.id}/role-mappings/realm`;
    const given = await this.#api.get<Stored[]>(mappings);
    if (given.length > 0) await this.#api.delete(mappings, given);
    await this.#api.post(
      mappings,
      await Promise.all(roles.map((role) => this.#api.get<Stored>(`${realm}/roles/${role}`))),
    );
    for (const tenant of tenants) {
      const group = await this.#api.get<Stored>(`${realm}/group-by-path/tenants/${tenant}`);
      await this.#api.put(`${realm}/users/${user.id}/groups/${group.id}`);
    }
  }

  /** Reads the secret of a machine that is in the realm. @throws Error when it is not */
  async find(id: string): Promise<Stored> {
    const realm = `/${this.#realm}`;
    const [client] = await this.#api.get<Stored[]>(`${realm}/clients?clientId=${id}`);
    if (!client) throw new Error(`the realm has no client ${id}`);
    const { value } = await this.#api.get<{ value: string }>(`${realm}/clients/${client.id}/client-secret`);
    this.#secrets.set(id, value);
    return client;
  }

  /** The secret of a machine that was added or found. @throws Error when it was not */
  secretOf(id: string): string {
    const secret = this.#secrets.get(id);
    if (secret === undefined) throw new Error(`${id} was neither added nor found`);
    return secret;
  }

  /** An access token, asked for at the public address. */
  async token(id: string): Promise<string> {
    const { status, text } = await this.gateway.call(`/realms/${this.#realm}/protocol/openid-connect/token`, {
      method: 'POST',
      headers: {
        host: this.#host,
        'x-forwarded-proto': 'https',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: this.#secrets.get(id) ?? '',
      }).toString(),
    });
    if (status !== 200) throw new Error(`no token for ${id} of ${this.platform.city.city.name}: ${status} ${text}`);
    return (JSON.parse(text) as { access_token: string }).access_token;
  }
}

/** What a token says. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
