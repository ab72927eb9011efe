import { Misuse, Transient } from './errors';
import type { JobSettings } from './job-settings';

type Login = Pick<JobSettings, 'url' | 'adminRealm' | 'credentials'>;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An object of Keycloak's admin API. */
export type Stored = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Keycloak's admin REST API with a login that renews itself. Paths begin at `/admin/realms`. */
export class AdminApi {
  readonly #settings: Login;
  readonly #fetch: typeof fetch;
  #token: string | undefined;

  constructor(settings: Login, fetcher: typeof fetch = fetch) {
    this.#settings = settings;
    this.#fetch = fetcher;
  }

  /** @throws when there is nothing at the path. */
  async get<T>(path: string): Promise<T> {
    const found = await this.tryGet<T>(path);
    if (found === undefined) throw new Error(`GET ${path}: not found`);
    return found;
  }

  /** Undefined when there is nothing at the path. */
  async tryGet<T>(path: string): Promise<T | undefined> {
    const response = await this.#send('GET', path);
    if (response.status === 404) return undefined;
    return JSON.parse(await this.#text(response, 'GET', path)) as T;
  }

  async post(path: string, body: unknown): Promise<void> {
    await this.#text(await this.#send('POST', path, body), 'POST', path);
  }

  async put(path: string, body?: unknown): Promise<void> {
    await this.#text(await this.#send('PUT', path, body), 'PUT', path);
  }

  async delete(path: string, body?: unknown): Promise<void> {
    await this.#text(await this.#send('DELETE', path, body), 'DELETE', path);
  }

  async #send(method: Method, path: string, body?: unknown): Promise<Response> {
    const attempt = async () => {
      this.#token ??= await this.#login();
      return this.#request(`/admin/realms${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    };
    const response = await attempt();
    if (response.status !== 401) return response;
    // The token's minute is over.
    await response.arrayBuffer();
    this.#token = undefined;
    return attempt();
  }

  async #login(): Promise<string> {
    const { adminRealm, credentials } = this.#settings;
    const form =
      'clientId' in credentials
        ? { grant_type: 'client_credentials', client_id: credentials.clientId, client_secret: credentials.clientSecret }
        : { grant_type: 'password', client_id: 'admin-cli', ...credentials };
    const path = `/realms/${encodeURIComponent(adminRealm)}/protocol/openid-connect/token`;
    const response = await this.#request(path, { method: 'POST', body: new URLSearchParams(form) });
    if (response.status === 400 || response.status === 401) {
      throw new Misuse(`Keycloak refuses the administrator's credentials (${await reason(response)})`);
    }
    const { access_token } = JSON.parse(await this.#text(response, 'POST', path)) as { access_token: string };
    return access_token;
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(`${this.#settings.url}${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } };
      throw new Transient(`Keycloak at ${this.#settings.url} does not answer (${cause?.code ?? message})`);
    }
  }

  async #text(response: Response, method: Method, path: string): Promise<string> {
    if (response.ok) return response.text();
    const what = `${method} ${path}: ${response.status} ${await reason(response)}`.trim();
    if (response.status === 403) throw new Misuse(`the administrator may not do this: ${what}`);
    // Conflict: another run was quicker. Not found: another run removed it. Looking again settles both.
    if ([404, 409, 429, 502, 503, 504].includes(response.status)) throw new Transient(what);
    throw new Error(what);
  }
}

async function reason(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as Record<string, unknown>;
    return String(body.errorMessage ?? body.error_description ?? body.error ?? '');
  } catch {
    return response.statusText;
  }
}
