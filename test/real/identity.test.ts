import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { search } from 'jmespath';
import { signInRole } from '../../constructs/components/dashboards/sign-in-role';
import type { RealmClient, RealmModel } from '../../constructs/components/identity/realm-model';
import { AdminApi } from '../../programs/apply-realm/admin-api';
import { izmir } from '../components/identity/realm-model-fixture';
import { MailServer } from '../support/mail-server';
import { Browser, textOf } from './identity/browser';
import { RealmJob } from './identity/realm-job';
import { totp } from './identity/totp';
import { certificateFor } from './support/certificate';
import { freePort } from './support/free-port';
import { type Part, startPart } from './support/part';
import { describePart } from './support/skip';
import { until } from './support/wait';

type Json = Record<string, unknown>;

describePart(['keycloak'], 'The realm on a real Keycloak', () => {
  const secret = () => randomBytes(18).toString('base64url');
  const secrets = { PORTAL_SECRET: secret(), SENSORS_SECRET: secret(), ADMIN: secret() };
  const password = `Aa1-${secret()}`;
  const callback = 'https://data.izmir.example/callback';
  const publicClient: RealmClient = {
    id: 'map',
    title: 'Map',
    flow: 'browser',
    redirectUris: ['https://map.izmir.example/'],
    webOrigins: ['https://map.izmir.example'],
    roles: ['reader', 'writer'],
    tenants: [],
  };
  const model: RealmModel = { ...izmir, clients: [...izmir.clients, publicClient] };

  let keycloak: Part;
  let job: RealmJob;
  let api: AdminApi;

  const folder = mkdtempSync(join(tmpdir(), 'citykit-mail-'));
  const { authority, ...served } = certificateFor('localhost', folder);
  const mailServer = new MailServer({ ...served, user: 'id', password: secret() });

  beforeAll(async () => {
    await mailServer.start();
    keycloak = await startPart('keycloak', {
      ready: false,
      env: {
        KC_TRUSTSTORE_PATHS: authority,
        KC_BOOTSTRAP_ADMIN_CLIENT_ID: 'apply-realm',
        KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: secrets.ADMIN,
      },
    });
    job = new RealmJob({
      KEYCLOAK_URL: keycloak.url,
      KEYCLOAK_ADMIN_CLIENT_ID: 'apply-realm',
      KEYCLOAK_ADMIN_CLIENT_SECRET: secrets.ADMIN,
      PORTAL_SECRET: secrets.PORTAL_SECRET,
      SENSORS_SECRET: secrets.SENSORS_SECRET,
      DEADLINE_SECONDS: '240',
    });
    api = new AdminApi({
      url: keycloak.url,
      adminRealm: 'master',
      credentials: { clientId: 'apply-realm', clientSecret: secrets.ADMIN },
    });
  });

  afterAll(() => {
    mailServer.stop();
    rmSync(folder, { recursive: true });
  });

  describe('applying it', () => {
    test('waits for a Keycloak that is still starting, then makes the realm', async () => {
      const { code, said, output } = await job.run(model);
      expect(code).toBe(0);
      expect(said).toMatch(/^realm izmir: trying again\n/);
      expect(output).toMatch(/Keycloak at [^"]* does not answer \(connect ECONNREFUSED/);
      expect(said).toContain('realm izmir: created\n');
      expect(said).toMatch(/\nrealm izmir: \d+ changes\n$/);
      for (const value of Object.values(secrets)) expect(output).not.toContain(value);
    });

    test('changes nothing the second time, and writes nothing either', async () => {
      const before = await snapshot('izmir');
      const events = await adminEvents('izmir');
      const { code, said } = await job.run(model);
      expect(code).toBe(0);
      expect(said).toBe('realm izmir: unchanged\n');
      expect(await snapshot('izmir')).toEqual(before);
      expect(await adminEvents('izmir')).toBe(events);
    });

    test('leaves a realm alone that was not made for the platform, until it is handed over', async () => {
      await api.post('', { realm: 'others', enabled: true, displayName: 'Others' });
      const state = async () => [await api.get('/others'), await api.get('/others/clients')];
      const before = await state();
      const refused = await job.run({ ...model, realm: 'others' });
      expect(refused.code).not.toBe(0);
      expect(refused.output).toContain('realm others was not made for izmir, so nothing was changed');
      expect(await state()).toEqual(before);
      const another = await job.run({ ...model, platform: 'bursa' });
      expect(another.output).toContain('realm izmir was not made for bursa');
    });

    test('completes what a killed run began, with the realm closed until then', async () => {
      const ankara: RealmModel = JSON.parse(JSON.stringify(model).replace(/izmir/gi, 'ankara'));
      for (const killAfter of [2, 8, 12, 6]) {
        expect((await job.run(ankara, {}, killAfter)).code).toBeUndefined();
        expect(await api.get<Json>('/ankara')).toMatchObject({ enabled: false });
      }
      expect((await job.run(ankara)).code).toBe(0);
      expect((await job.run(ankara)).said).toMatch(/^realm ankara: unchanged/);
      expect(await snapshot('ankara')).toEqual(await snapshot('izmir'));
    });

    test('leaves alone what people made, keeps ids, and takes away what left the model', async () => {
      const user = await addUser('izmir', 'by-hand', { groups: ['/tenants/parks'] });
      await api.post('/izmir/clients', { clientId: 'by-hand', redirectUris: ['https://other.example/*'] });
      const byHand = await clientOf('by-hand');
      const { id: portalId } = await clientOf('portal');
      const changed: RealmModel = {
        ...model,
        accessTokenMinutes: 10,
        tenants: [...model.tenants, { id: 'waste', title: 'Waste' }],
        clients: [
          ...model.clients.filter(({ id }) => id !== 'map').map((each) => ({ ...each, roles: [] })),
          { ...publicClient, id: 'kiosk' },
        ],
      };
      expect((await job.run(changed)).code).toBe(0);

      expect((await token(machineForm)).claims).not.toHaveProperty('realm_access');
      expect((await token(machineForm)).body).toMatchObject({ expires_in: 600 });
      expect(await api.get<Json[]>('/izmir/clients?clientId=map')).toEqual([]);
      expect(await clientOf('kiosk')).toMatchObject({ publicClient: true });
      expect((await clientOf('portal')).id).toBe(portalId);
      expect(await clientOf('by-hand')).toEqual(byHand);
      expect(await api.get<Json[]>(`/izmir/users/${user}/groups`)).toMatchObject([{ path: '/tenants/parks' }]);

      expect((await job.run(model)).code).toBe(0);
      expect((await token(machineForm)).claims).toMatchObject({
        realm_access: { roles: ['writer'] },
        tenants: ['parks'],
      });
      // The group of a tenant that left stays, and gives nothing.
      const waste = await api.get<Json>('/izmir/group-by-path/tenants/waste');
      expect(waste).toMatchObject({ path: '/tenants/waste', clientRoles: {} });
    });

    test('takes rights back that a machine was given by hand', async () => {
      const { id } = await clientOf('sensors');
      const { id: user } = await api.get<{ id: string }>(`/izmir/clients/${id}/service-account-user`);
      await api.post(`/izmir/users/${user}/role-mappings/realm`, [await api.get('/izmir/roles/reader')]);
      const traffic = await api.get<{ id: string }>('/izmir/group-by-path/tenants/traffic');
      await api.put(`/izmir/users/${user}/groups/${traffic.id}`);
      expect((await job.run(model)).said).toContain(
        'machine sensors: reader removed\nmachine sensors: no longer in /tenants/traffic\n',
      );
    });

    test('turns a rotated secret over', async () => {
      const rotated = secret();
      expect((await job.run(model, { SENSORS_SECRET: rotated })).said).toContain('client sensors: changed\n');
      expect((await token(machineForm)).body).toMatchObject({ error: 'unauthorized_client' });
      expect((await token({ ...machineForm, client_secret: rotated })).status).toBe(200);
      expect((await job.run(model)).code).toBe(0);
      expect((await token(machineForm)).status).toBe(200);
    });

    test('adopts a realm that is handed over, with its people', async () => {
      const handedOver = { attributes: { citykit: model.platform } };
      await api.post('', { realm: 'bursa', enabled: true, loginTheme: 'keycloak.v2', ...handedOver });
      const user = await addUser('bursa', 'older', {});
      expect((await job.run({ ...model, realm: 'bursa', publicUrl: 'https://id.bursa.example' })).code).toBe(0);
      expect(await api.get<Json>('/bursa')).toMatchObject({ bruteForceProtected: true, loginTheme: 'keycloak.v2' });
      expect(await api.get<Json>(`/bursa/users/${user}`)).toMatchObject({ username: 'older', enabled: true });
      expect((await job.run({ ...model, realm: 'bursa', publicUrl: 'https://id.bursa.example' })).said).toMatch(
        /^realm bursa: unchanged/,
      );
    });

    test('keeps a mail server, whose password Keycloak never shows', async () => {
      const smtp = {
        host: 'mail.izmir.example',
        port: 587,
        from: 'id@izmir.example',
        tls: 'starttls',
        credentials: { userEnv: 'SMTP_USER', passwordEnv: 'SMTP_PASSWORD' },
      } as const;
      const env = { SMTP_USER: 'id', SMTP_PASSWORD: secret() };
      const bursa = { ...model, realm: 'bursa', publicUrl: 'https://id.bursa.example', smtp };
      const first = await job.run(bursa, env);
      expect(first.said).toMatch(/^settings: verifyEmail, resetPasswordAllowed, smtpServer\n/);
      expect(first.output).not.toContain(env.SMTP_PASSWORD);
      expect((await job.run(bursa, env)).said).toMatch(/^realm bursa: unchanged/);
      expect(await api.get<Json>('/bursa')).toMatchObject({
        verifyEmail: true,
        smtpServer: { host: 'mail.izmir.example', starttls: 'true', auth: 'true', user: 'id', password: '**********' },
      });
    });

    test('writes to people through it: over TLS, with its login, by a link to the public address', async () => {
      const credentials = { userEnv: 'SMTP_USER', passwordEnv: 'SMTP_PASSWORD' };
      const smtp = {
        host: 'localhost',
        port: mailServer.port,
        from: 'id@izmir.example',
        tls: 'starttls',
        credentials,
      } as const;
      const bursa = { ...model, realm: 'bursa', publicUrl: 'https://id.bursa.example', smtp };
      const env = { SMTP_USER: 'id', SMTP_PASSWORD: mailServer.props.password };
      expect((await job.run(bursa, env)).code).toBe(0);
      const user = await addUser('bursa', 'reader', {});
      await api.put(`/bursa/users/${user}/execute-actions-email`, ['UPDATE_PASSWORD']);
      expect(mailServer.mails).toEqual([
        { from: 'id@izmir.example', to: ['reader@bursa.example'], text: expect.any(String) },
      ]);
      const [{ text = '' } = {}] = mailServer.mails;
      expect(text.replace(/=\r\n/g, '')).toContain(
        'https://id.bursa.example/realms/bursa/login-actions/action-token?key=',
      );

      const wrong = { ...env, SMTP_PASSWORD: secret() };
      expect((await job.run(bursa, wrong)).code).toBe(0);
      await expect(api.put(`/bursa/users/${user}/execute-actions-email`, ['UPDATE_PASSWORD'])).rejects.toThrow('500');
      expect(mailServer.mails).toHaveLength(1);
    });

    test('says in one line what is wrong, with an exit code', async () => {
      expect(await job.run(model, { PORTAL_SECRET: '', SENSORS_SECRET: '' })).toMatchObject({
        code: 2,
        problems: ['PORTAL_SECRET', 'SENSORS_SECRET'].map((name) => `${name} is missing: the realm refers to it`),
      });
      expect(await job.run(model, { KEYCLOAK_ADMIN_CLIENT_SECRET: 'wrong-secret' })).toMatchObject({
        code: 2,
        said: 'misconfigured\n',
        problems: ["Keycloak refuses the administrator's credentials (Invalid client or Invalid client credentials)"],
      });
      const nowhere = `http://127.0.0.1:${await freePort()}`;
      expect(await job.run(model, { KEYCLOAK_URL: nowhere, DEADLINE_SECONDS: '1' })).toMatchObject({
        code: 1,
        reason: expect.stringMatching(/^realm izmir: gave up after \d+ attempts: Keycloak at .* does not answer/),
      });
      const machine = { KEYCLOAK_ADMIN_REALM: 'izmir', KEYCLOAK_ADMIN_CLIENT_ID: 'sensors' };
      const noRights = await job.run(model, { ...machine, KEYCLOAK_ADMIN_CLIENT_SECRET: secrets.SENSORS_SECRET });
      expect(noRights).toMatchObject({
        code: 2,
        problems: ['the administrator may not do this: GET /izmir: 403 HTTP 403 Forbidden'],
      });
    });
  });

  describe('machines', () => {
    test('get exactly their roles, tenants and audience', async () => {
      const { body, claims } = await token(machineForm);
      expect(claims).toMatchObject({
        iss: 'https://id.izmir.example/realms/izmir',
        aud: 'https://api.izmir.example',
        azp: 'sensors',
        client_id: 'sensors',
        realm_access: { roles: ['writer'] },
        tenants: ['parks'],
      });
      expect(claims).not.toHaveProperty('resource_access');
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
      expect(body).not.toHaveProperty('refresh_token');
      expect(claims.exp - claims.iat).toBe(300);
    });

    test('get nothing with a wrong secret or by another grant', async () => {
      expect((await token({ ...machineForm, client_secret: 'wrong' })).status).toBe(401);
      const people = { ...machineForm, grant_type: 'password', username: 'x', password: 'y' };
      expect((await token(people)).body).toMatchObject({ error: 'unauthorized_client' });
    });

    test('have tokens signed with ES256, the only signing key of the realm', async () => {
      const { header } = await token(machineForm);
      expect(header).toMatchObject({ alg: 'ES256' });
      const { keys } = (await (await fetch(`${endpoints()}/certs`)).json()) as { keys: Json[] };
      expect(keys.map(({ alg, crv, kid }) => ({ alg, crv, kid }))).toEqual([
        { alg: 'ES256', crv: 'P-256', kid: header.kid },
      ]);
    });
  });

  describe('people in a browser', () => {
    beforeAll(async () => {
      await addUser('izmir', 'ayse', { roles: ['reader', 'writer'], groups: ['/tenants/parks', '/tenants/traffic'] });
      await addUser('izmir', 'emre', {});
    });

    test('get the roles that the client may carry, their tenants, and a token of the life that is set', async () => {
      const { claims, body } = await logIn('ayse');
      expect(claims).toMatchObject({
        iss: 'https://id.izmir.example/realms/izmir',
        aud: 'https://api.izmir.example',
        azp: 'portal',
        realm_access: { roles: ['reader'] },
        preferred_username: 'ayse',
      });
      expect((claims.tenants as string[]).sort()).toEqual(['parks', 'traffic']);
      expect(claims).not.toHaveProperty('resource_access');
      expect(body).toMatchObject({ token_type: 'Bearer' });
      expect(claims.exp - claims.iat).toBe(300);
      expect(body.refresh_expires_in).toBeGreaterThan(1790);
      expect(body.refresh_expires_in).toBeLessThanOrEqual(1800);
    });

    test('are told of to a program that keeps no token: roles and tenants are what userinfo says', async () => {
      const { body } = await logIn('ayse');
      const answer = await fetch(`${endpoints()}/userinfo`, {
        headers: { authorization: `Bearer ${body.access_token}` },
      });
      const told = (await answer.json()) as { tenants: string[] };
      expect(told).toMatchObject({ preferred_username: 'ayse', realm_access: { roles: ['reader'] } });
      expect([...told.tenants].sort()).toEqual(['parks', 'traffic']);
      const may = (tenants: readonly string[]) => search(told, signInRole(tenants, ['reader'])) || '';
      expect([may([]), may(['parks', 'traffic']), may(['parks', 'waste'])]).toEqual(['Viewer', 'Viewer', '']);
    });

    test('get no tenant from anything but the group of a tenant', async () => {
      await api.post('/izmir/groups', { name: 'parks', attributes: { tenants: ['parks'], tenant: ['parks'] } });
      const { id } = await api.get<{ id: string }>('/izmir/group-by-path/parks');
      const [emre] = await api.get<[{ id: string }]>('/izmir/users?username=emre&exact=true');
      await api.put(`/izmir/users/${emre.id}/groups/${id}`);
      const { claims } = await logIn('emre');
      expect(claims.tenants ?? []).toEqual([]);
      expect(claims).not.toHaveProperty('realm_access');
    });

    test('log in to a public client with nothing but PKCE', async () => {
      const map = { client_id: 'map', redirect_uri: 'https://map.izmir.example/' };
      const { claims } = await logIn('ayse', map, {});
      expect(claims).toMatchObject({ azp: 'map', aud: 'https://api.izmir.example' });
      expect((claims.realm_access as { roles: string[] }).roles.sort()).toEqual(['reader', 'writer']);
    });

    test('are refused with a wrong verifier, and without a challenge', async () => {
      const { code } = await codeOf('ayse');
      const wrong = await exchange(code, { code_verifier: verifier() });
      expect(wrong.body).toMatchObject({ error: 'invalid_grant', error_description: expect.stringMatching(/PKCE/) });
      const { left } = await browser().open(authorize({ code_challenge: '', code_challenge_method: '' }));
      expect(left?.searchParams.get('error')).toBe('invalid_request');
      const plain = await browser().open(authorize({ code_challenge_method: 'plain' }));
      expect(plain.left?.searchParams.get('error')).toBe('invalid_request');
    });

    test('are sent back to the exact address only', async () => {
      for (const redirect_uri of [
        `${callback}/`,
        `${callback}?x=1`,
        'https://data.izmir.example.evil.example/callback',
      ]) {
        const page = await browser().open(authorize({ redirect_uri }));
        expect({ status: page.status, left: page.left }).toEqual({ status: 400, left: undefined });
        expect(textOf(page)).toContain('redirect_uri');
      }
    });

    test('use a refresh token once; a second use ends the session', async () => {
      const { body } = await logIn('ayse');
      const refresh = (refresh_token: unknown) =>
        token({ ...portal, grant_type: 'refresh_token', refresh_token: String(refresh_token) });
      const second = await refresh(body.refresh_token);
      expect(second.status).toBe(200);
      expect((await refresh(body.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
      expect((await refresh(second.body.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    });

    test('get no token that outlives the session', async () => {
      const { left } = await browser().open(authorize({ scope: 'openid offline_access' }));
      expect(left?.searchParams.get('error')).toBe('invalid_scope');
    });

    test('cannot use the implicit flow, nor give a client their password', async () => {
      const { left } = await browser().open(authorize({ response_type: 'token' }));
      expect(`${left?.search}${left?.hash}`).toContain('error=unauthorized_client');
      const grant = { grant_type: 'password', username: 'ayse', password };
      for (const client of [portal, { client_id: 'map' }, { client_id: 'admin-cli' }]) {
        expect((await token({ ...client, ...grant })).body).toMatchObject({ error: 'unauthorized_client' });
      }
    });

    test('see pages with the headers that are set', async () => {
      const { headers } = await browser().open(authorize());
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
        'x-frame-options': 'SAMEORIGIN',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
      });
    });

    test('see pages in the first language of the city', async () => {
      expect((await browser().open(authorize())).html).toMatch(/<html[^>]* lang="tr"/);
      expect((await browser().open(authorize({ ui_locales: 'en' }))).html).toMatch(/<html[^>]* lang="en"/);
    });

    test.each([
      ['Short-1a', 'minimum length 12'],
      ['only-lower-case-1', 'at least 1 upper case'],
      ['ONLY-UPPER-CASE-1', 'at least 1 lower case'],
      ['Without-any-digit', 'at least 1 numerical digits'],
      ['Policy.Of.Passwords.1', 'not be equal to the username'],
      [`Aa1-${'x'.repeat(130)}`, 'maximum length 128'],
    ])('cannot choose the password %s', async (value, reason) => {
      const [found] = await api.get<{ id: string }[]>('/izmir/users?username=policy.of.passwords.1&exact=true');
      const id = found?.id ?? (await addUser('izmir', 'policy.of.passwords.1', {}));
      const reset = api.put(`/izmir/users/${id}/reset-password`, { type: 'password', value });
      await expect(reset).rejects.toThrow(reason);
    });

    test('cannot choose one of their last passwords', async () => {
      const id = await addUser('izmir', 'again', {});
      const reset = (value: string) => api.put(`/izmir/users/${id}/reset-password`, { type: 'password', value });
      await reset(`Bb2-${password}`);
      await expect(reset(password)).rejects.toThrow('any of last 5 passwords');
    });

    test('are locked out for a minute by the fifth wrong password, not by the fourth', async () => {
      const attempt = async (username: string, wrong: number) => {
        const id = await addUser('izmir', username, {});
        const chrome = browser();
        let page = await chrome.open(authorize());
        for (let at = 0; at < wrong; at++) {
          page = await chrome.submit(page, { username, password: 'Wrong-password-1' });
          // Two failures within a second would be taken for a program's.
          await new Promise((done) => setTimeout(done, 2000));
        }
        const { left } = await chrome.submit(page, { username, password });
        return { entered: left?.searchParams.has('code') ?? false, id };
      };
      const [four, five] = await Promise.all([attempt('four', 4), attempt('five', 5)]);
      expect([four.entered, five.entered]).toEqual([true, false]);
      // Keycloak counts some time after it has answered.
      const counted = async ({ id }: { readonly id: string }, expected: Json) =>
        until(`the failures of ${id} are counted`, async () => {
          expect(await api.get<Json>(`/izmir/attack-detection/brute-force/users/${id}`)).toMatchObject(expected);
          return true;
        });
      await counted(four, { disabled: false, numFailures: 0 });
      await counted(five, { disabled: true });
    });
  });

  describe('devices', () => {
    test('get a token once a person has confirmed their code', async () => {
      await addUser('izmir', 'dilek', { roles: ['writer'], groups: ['/tenants/traffic'] });
      const started = await post(`${endpoints()}/auth/device`, { client_id: 'screen', scope: 'openid' });
      const { device_code, verification_uri_complete } = started.body as Record<string, string>;
      const grant = {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: 'screen',
        device_code: device_code!,
      };
      expect((await token(grant)).body).toMatchObject({ error: 'authorization_pending' });

      const chrome = browser();
      const login = await chrome.open(verification_uri_complete!);
      const consent = await chrome.submit(login, { username: 'dilek', password });
      const done = await chrome.submit(consent, { accept: 'Yes' });
      expect(done.status).toBe(200);
      // Keycloak asks for five seconds between two questions.
      await new Promise((after) => setTimeout(after, 5500));

      const { claims } = await token(grant);
      expect(claims).toMatchObject({
        azp: 'screen',
        aud: 'https://api.izmir.example',
        realm_access: { roles: ['writer'] },
        tenants: ['traffic'],
      });
    });

    test('are refused the other flows', async () => {
      const other = await post(`${endpoints()}/auth/device`, { ...portal });
      expect(other.body).toMatchObject({ error: 'unauthorized_client' });
    });
  });

  describe('a second factor', () => {
    const ayse = { username: 'zehra', password };
    const ask = { ui_locales: 'en' };
    let otpSecret: string;
    let usedCode: string;

    test('is set up at the next login where everyone needs one', async () => {
      await addUser('izmir', ayse.username, {});
      expect((await job.run({ ...model, multiFactor: 'required' })).code).toBe(0);
      const chrome = browser();
      const setUp = await chrome.submit(await chrome.open(authorize(ask)), ayse);
      expect(setUp.left).toBeUndefined();
      expect(textOf(setUp)).toContain('set up Mobile Authenticator');
      otpSecret = /name="totpSecret" value="(\w+)"/.exec(setUp.html)?.[1] ?? '';
      usedCode = totp(otpSecret);
      const { left } = await chrome.submit(setUp, { totp: usedCode, userLabel: 'phone' });
      expect(left?.searchParams.has('code')).toBe(true);
    });

    test('is asked for from then on, and a code works once', async () => {
      const chrome = browser();
      const question = await chrome.submit(await chrome.open(authorize(ask)), ayse);
      expect(textOf(question)).toContain('One-time code');
      const again = await chrome.submit(question, { otp: usedCode });
      expect(again.left).toBeUndefined();
      // While Keycloak still counts an attempt it refuses the next one of the same account.
      await new Promise((done) => setTimeout(done, 1200));
      const end = await chrome.submit(again, { otp: totp(otpSecret, Date.now() + 30_000) });
      // Where it is refused, the page says why.
      expect([end.left ? '' : textOf(end), end.left?.searchParams.has('code')]).toEqual(['', true]);
    });

    test('is asked only from those who have one where it is optional', async () => {
      expect((await job.run(model)).code).toBe(0);
      expect((await job.run(model)).said).toMatch(/^realm izmir: unchanged/);
      const chrome = browser();
      expect(textOf(await chrome.submit(await chrome.open(authorize(ask)), ayse))).toContain('One-time code');
      expect((await codeOf('ayse')).code).toEqual(expect.any(String));
    });
  });

  const portal = { client_id: 'portal', client_secret: secrets.PORTAL_SECRET };
  const machineForm = {
    grant_type: 'client_credentials',
    client_id: 'sensors',
    client_secret: secrets.SENSORS_SECRET,
  };

  function endpoints(): string {
    return `${keycloak.url}/realms/izmir/protocol/openid-connect`;
  }

  function browser(): Browser {
    return new Browser(model.publicUrl, keycloak.url);
  }

  function verifier(): string {
    return randomBytes(32).toString('base64url');
  }

  const known = verifier();

  function authorize(more: Record<string, string> = {}): string {
    const query = {
      client_id: 'portal',
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid',
      code_challenge: createHash('sha256').update(known).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    };
    return `${endpoints()}/auth?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))}`;
  }

  async function codeOf(username: string, more: Record<string, string> = {}): Promise<{ code: string }> {
    const chrome = browser();
    const page = await chrome.submit(await chrome.open(authorize(more)), { username, password });
    const code = page.left?.searchParams.get('code');
    if (!code) throw new Error(`${username} does not get in: ${textOf(page)}`);
    return { code };
  }

  async function logIn(
    username: string,
    more: Record<string, string> = {},
    auth: Record<string, string> = { client_secret: secrets.PORTAL_SECRET },
  ) {
    const { code } = await codeOf(username, more);
    return exchange(code, { ...more, ...auth });
  }

  function exchange(code: string, more: Record<string, string>) {
    const form = { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: known };
    return token({ ...portal, ...form, ...more });
  }

  async function token(form: Record<string, string>) {
    const { status, body } = await post(`${endpoints()}/token`, form);
    const decode = (at: number) => {
      const part = String(body.access_token ?? '').split('.')[at];
      return part ? JSON.parse(Buffer.from(part, 'base64url').toString()) : {};
    };
    return { status, body, header: decode(0) as Json, claims: decode(1) as Json & { exp: number; iat: number } };
  }

  async function post(url: string, form: Record<string, string>) {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
    return { status: response.status, body: (await response.json()) as Json };
  }

  async function clientOf(clientId: string): Promise<Json & { id: string }> {
    const [client] = await api.get<(Json & { id: string })[]>(`/izmir/clients?clientId=${clientId}`);
    return client!;
  }

  async function addUser(
    realm: string,
    username: string,
    { roles = [], groups = [] }: { roles?: string[]; groups?: string[] },
  ): Promise<string> {
    await api.post(`/${realm}/users`, {
      username,
      enabled: true,
      emailVerified: true,
      email: `${username}@${realm}.example`,
      firstName: username,
      lastName: 'Test',
      groups,
      credentials: [{ type: 'password', value: password, temporary: false }],
    });
    const [user] = await api.get<[{ id: string }]>(`/${realm}/users?username=${username}&exact=true`);
    const given = await Promise.all(roles.map((name) => api.get(`/${realm}/roles/${name}`)));
    if (given.length > 0) await api.post(`/${realm}/users/${user.id}/role-mappings/realm`, given);
    return user.id;
  }

  async function adminEvents(realm: string): Promise<number> {
    return (await api.get<Json[]>(`/${realm}/admin-events?max=1000`)).length;
  }

  /** Everything of a realm that the kit decides, without the ids that Keycloak makes up. */
  async function snapshot(realm: string): Promise<unknown> {
    const paths = [
      '',
      '/clients',
      '/client-scopes',
      '/roles',
      '/groups?subGroupsCount=false&populateHierarchy=true&search=',
      '/default-default-client-scopes',
      '/default-optional-client-scopes',
      '/authentication/flows',
      '/authentication/flows/city%20browser/executions',
      '/components?type=org.keycloak.keys.KeyProvider',
    ];
    const all = await Promise.all(paths.map((path) => api.get<unknown>(`/${realm}${path}`)));
    const made = ['id', 'containerId', 'parentId', 'flowId', 'kid', 'secret', 'client.secret.creation.time'];
    return JSON.parse(JSON.stringify(all).replace(new RegExp(realm, 'gi'), 'CITY'), (key, value) =>
      made.includes(key) ? undefined : sorted(value),
    );
  }

  function sorted(value: unknown): unknown {
    if (!Array.isArray(value)) return value;
    return [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
});
