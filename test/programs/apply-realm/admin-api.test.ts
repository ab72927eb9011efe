import { AdminApi } from '../../../programs/apply-realm/admin-api';
import { Misuse, Transient } from '../../../programs/apply-realm/errors';

const credentials = { clientId: 'apply', clientSecret: 'kept-to-itself' };
const login = () => Response.json({ access_token: 'token' });

/** An API over answers that are given in turn, and what was asked. */
function api(...answers: readonly (Response | Error)[]) {
  const asked: string[] = [];
  const left = [...answers];
  const fetcher = (async (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url}`);
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  }) as typeof fetch;
  return { asked, api: new AdminApi({ url: 'http://id', adminRealm: 'master', credentials }, fetcher) };
}

describe('AdminApi', () => {
  test('logs in once, and again when the token is over', async () => {
    const ask = api(login(), Response.json(1), new Response('', { status: 401 }), login(), Response.json(2));
    expect(await ask.api.get('/a')).toBe(1);
    expect(await ask.api.get('/b')).toBe(2);
    expect(ask.asked).toEqual([
      'POST http://id/realms/master/protocol/openid-connect/token',
      'GET http://id/admin/realms/a',
      'GET http://id/admin/realms/b',
      'POST http://id/realms/master/protocol/openid-connect/token',
      'GET http://id/admin/realms/b',
    ]);
  });

  test('finds nothing where there is nothing', async () => {
    expect(await api(login(), new Response('', { status: 404 })).api.tryGet('/a')).toBeUndefined();
    await expect(api(login(), new Response('', { status: 404 })).api.get('/a')).rejects.toThrow('GET /a: not found');
  });

  test.each([503, 502, 504, 429, 409])('takes %i for a fault that passes', async (status) => {
    const answer = Response.json({ errorMessage: 'busy' }, { status });
    const failure = api(login(), answer).api.put('/a', {});
    await expect(failure).rejects.toThrow(new Transient(`PUT /a: ${status} busy`));
    await expect(failure).rejects.toBeInstanceOf(Transient);
  });

  test('takes no answer for a fault that passes', async () => {
    const refused = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
    const failure = api(refused).api.get('/a');
    await expect(failure).rejects.toThrow('Keycloak at http://id does not answer (ECONNREFUSED)');
    await expect(failure).rejects.toBeInstanceOf(Transient);
  });

  test('takes refused credentials and missing rights for a mistake, without telling the credentials', async () => {
    const wrong = api(Response.json({ error_description: 'Invalid user credentials' }, { status: 401 })).api.get('/a');
    await expect(wrong).rejects.toThrow("Keycloak refuses the administrator's credentials (Invalid user credentials)");
    await expect(wrong).rejects.toBeInstanceOf(Misuse);
    const rights = api(login(), Response.json({ error: 'HTTP 403 Forbidden' }, { status: 403 })).api.post('/a', {});
    await expect(rights).rejects.toThrow('the administrator may not do this: POST /a: 403 HTTP 403 Forbidden');
    await expect(rights).rejects.toBeInstanceOf(Misuse);
  });

  test('takes a refused value for neither', async () => {
    const failure = api(login(), Response.json({ errorMessage: 'Invalid redirect URI' }, { status: 400 })).api.delete(
      '/a',
    );
    await expect(failure).rejects.toThrow('DELETE /a: 400 Invalid redirect URI');
    await expect(failure).rejects.not.toBeInstanceOf(Transient);
    await expect(failure).rejects.not.toBeInstanceOf(Misuse);
  });
});
