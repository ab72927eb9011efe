import type { OutgoingHttpHeaders } from 'node:http';
import type { RunningPod } from './rendered';
import type { PodAnswer } from './rendered/call-pod';

/**
 * Asks again as long as the answer is 500. After the database was away, each thread of CKAN says that once: when it
 * notices that the connection of its session broke.
 */
export async function settled(ask: () => Promise<PodAnswer>): Promise<PodAnswer> {
  let answer = await ask();
  for (let tries = 0; answer.status === 500 && tries < 5; tries++) answer = await ask();
  return answer;
}

/** Uses a CKAN as people and programs do, behind an edge that speaks TLS. */
export class CkanClient {
  readonly #edge: OutgoingHttpHeaders;

  constructor(private readonly pod: RunningPod) {
    this.#edge = edgeOf(pod.pod.main.env.CKAN_SITE_URL!);
  }

  get(path: string, headers: OutgoingHttpHeaders = {}): Promise<PodAnswer> {
    return this.pod.call(path, { headers: { ...this.#edge, ...headers } });
  }

  /** Calls an action of the API, with a token or without. */
  action(name: string, body: object, headers: OutgoingHttpHeaders = {}): Promise<PodAnswer> {
    return this.#post(`/api/3/action/${name}`, 'application/json', JSON.stringify(body), headers);
  }

  /** The result of an action. @throws Error when it is refused */
  async result(name: string, body: object, headers: OutgoingHttpHeaders = {}): Promise<Record<string, string>> {
    return resultOf(name, await this.action(name, body, headers));
  }

  /** The result of an action that changes nothing, after the database was away. @throws Error when it is refused */
  async settledResult(name: string, body: object): Promise<Record<string, string>> {
    return resultOf(name, await settled(() => this.action(name, body)));
  }

  /** Fills in the form. @returns the cookies with their attributes */
  async logIn(login: string, password: string): Promise<readonly string[]> {
    const form = await this.get('/user/login');
    const fields = new URLSearchParams({ _csrf_token: csrfToken(form), login, password });
    const headers = { cookie: cookieHeader(form.headers['set-cookie'] ?? []) };
    const answer = await this.#post('/user/login', 'application/x-www-form-urlencoded', fields.toString(), headers);
    if (answer.status !== 302) throw new Error(`the form was answered with ${answer.status}`);
    return answer.headers['set-cookie'] ?? [];
  }

  /** Makes an API token in a session. */
  async makeToken(user: string, cookie: string): Promise<string> {
    const page = await this.get(`/user/${user}/api-tokens`, { cookie });
    // The page begins a session anew when it puts a CSRF token into it.
    const current = page.headers['set-cookie'] ? cookieHeader(page.headers['set-cookie']) : cookie;
    const headers = { cookie: current, 'x-csrftoken': csrfToken(page) };
    const { token } = await this.result('api_token_create', { user, name: 'test' }, headers);
    return token!;
  }

  #post(path: string, type: string, body: string | Buffer, headers: OutgoingHttpHeaders): Promise<PodAnswer> {
    return this.pod.call(path, { method: 'POST', headers: { ...this.#edge, 'content-type': type, ...headers }, body });
  }

  /** Uploads a text file as a resource of a dataset. @returns its public URL */
  async upload(dataset: string, name: string, content: string, headers: OutgoingHttpHeaders): Promise<string> {
    const form = new FormData();
    form.set('package_id', dataset);
    form.set('name', name);
    form.set('upload', new Blob([content]), name);
    const encoded = new Response(form);
    const type = encoded.headers.get('content-type') ?? '';
    const body = Buffer.from(await encoded.arrayBuffer());
    const answer = await this.#post('/api/3/action/resource_create', type, body, headers);
    if (answer.status !== 200) throw new Error(`resource_create: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text).result.url;
  }
}

function resultOf(name: string, { status, text }: PodAnswer): Record<string, string> {
  if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
  return JSON.parse(text).result;
}

/** What a browser sends, and the gateway passes on with the scheme that it was asked in. */
const edgeOf = (site: string) => ({ host: new URL(site).host, referer: `${site}/`, 'x-forwarded-proto': 'https' });

/** The Cookie header that sends these cookies back. */
export function cookieHeader(cookies: readonly string[]): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

function csrfToken({ text }: PodAnswer): string {
  const token = /name="_csrf_token" (?:content|value)="([^"]+)"/.exec(text)?.[1];
  if (token === undefined) throw new Error('the page has no CSRF token');
  return token;
}
