import { MisconfiguredError } from '../shared/environment';
import { type HttpRequest, type HttpResponse, isPassing, send } from '../shared/http';
import { FinalError, reasonOf } from '../shared/retry';

/** A login at Keycloak's admin API: a service account, or a person's name and password. */
export type Credentials =
  | { readonly clientId: string; readonly clientSecret: string }
  | { readonly username: string; readonly password: string };

/** Where and as whom to log in. */
export interface AdminLogin {
  /** Without a slash at its end. */
  readonly url: string;
  /** The realm that the credentials belong to. */
  readonly adminRealm: string;
  readonly credentials: Credentials;
}

/** Keycloak knows the administrator, or the client, by another secret or not at all. */
export class RefusedLoginError extends MisconfiguredError {}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An object of Keycloak's admin API. */
export type Stored = { readonly id: string } & Readonly<Record<string, unknown>>;

/**
 * Keycloak's admin REST API with a login that renews itself. Paths begin at `/admin/realms`. Every call throws a plain Error
 * where trying again can help, a {@link FinalError} where it cannot, and a {@link MisconfiguredError} where credentials or
 * rights are wrong.
 *
 * @see https://www.keycloak.org/docs-api/latest/rest-api/index.html
 */
export class AdminApi {
  #token: string | undefined;

  constructor(private readonly login: AdminLogin) {}

  /** @throws FinalError when there is nothing at the path. */
  async get<T>(path: string): Promise<T> {
    const found = await this.tryGet<T>(path);
    if (found === undefined) throw new FinalError(`GET ${path}: not found`);
    return found;
  }

  /** Undefined when there is nothing at the path. */
  async tryGet<T>(path: string): Promise<T | undefined> {
    const response = await this.#send('GET', path);
    if (response.status === 404) return undefined;
    return JSON.parse(bodyOf(response, 'GET', path)) as T;
  }

  async post(path: string, body: unknown): Promise<void> {
    bodyOf(await this.#send('POST', path, body), 'POST', path);
  }

  async put(path: string, body?: unknown): Promise<void> {
    bodyOf(await this.#send('PUT', path, body), 'PUT', path);
  }

  async delete(path: string, body?: unknown): Promise<void> {
    bodyOf(await this.#send('DELETE', path, body), 'DELETE', path);
  }

  async #send(method: Method, path: string, body?: unknown): Promise<HttpResponse> {
    const attempt = async () => {
      this.#token ??= await this.#newToken();
      return this.#request(`/admin/realms${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    };
    const response = await attempt();
    if (response.status !== 401) return response;
    // The token's minute is over.
    this.#token = undefined;
    return attempt();
  }

  async #newToken(): Promise<string> {
    const { adminRealm, credentials } = this.login;
    const form =
      'clientId' in credentials
        ? { grant_type: 'client_credentials', client_id: credentials.clientId, client_secret: credentials.clientSecret }
        : { grant_type: 'password', client_id: 'admin-cli', ...credentials };
    const path = `/realms/${encodeURIComponent(adminRealm)}/protocol/openid-connect/token`;
    const response = await this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    if (response.status === 400 || response.status === 401) {
      throw new RefusedLoginError([`Keycloak refuses the administrator's credentials (${reason(response)})`]);
    }
    return (JSON.parse(bodyOf(response, 'POST', path)) as { access_token: string }).access_token;
  }

  async #request(path: string, request: HttpRequest): Promise<HttpResponse> {
    try {
      return await send(`${this.login.url}${path}`, { timeout: 30_000, ...request });
    } catch (error) {
      throw new Error(`Keycloak at ${this.login.url} does not answer (${reasonOf(error)})`);
    }
  }
}

/** Conflict: another run was quicker. Not found: another run removed it. Looking again settles both. */
const settledByLooking = [404, 409];

function bodyOf(response: HttpResponse, method: Method, path: string): string {
  const { status, body } = response;
  if (status >= 200 && status < 300) return body;
  const what = `${method} ${path}: ${status} ${reason(response)}`.trim();
  if (status === 403) throw new MisconfiguredError([`the administrator may not do this: ${what}`]);
  // 500 is how Keycloak answers what it cannot digest.
  if (settledByLooking.includes(status) || (status !== 500 && isPassing(status))) throw new Error(what);
  throw new FinalError(what);
}

function reason({ body }: HttpResponse): string {
  try {
    const { errorMessage, error_description, error } = JSON.parse(body) as Record<string, unknown>;
    return String(errorMessage ?? error_description ?? error ?? '');
  } catch {
    return '';
  }
}
