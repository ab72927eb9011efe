import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthKubernetes } from '../../charts/synth';
import { parseCity } from '../../constructs/spec/city';
import { nameOf } from '../../constructs/waist/names';
import { publicCall } from './platform/public-client';
import { freePort } from './support/free-port';
import { Rendered, type RunningPod } from './support/rendered';
import { RenderedDatabase } from './support/rendered/database';
import { describeRendered } from './support/rendered/describe-rendered';
import { Signer } from './support/tokens';
import { until } from './support/wait';

const parts = ['postgres', 'scorpio', 'envoy', 'java', 'nginx'] as const;

/** What the guard lets through means to the real broker what its client meant. Tokens are a test's own. */
describeRendered(parts, 'Behind the guard, the broker', () => {
  const spec = parse(readFileSync(join(__dirname, '../../examples/small-town/city.yaml'), 'utf8'));
  const { platform, objects } = synthKubernetes(parseCity({ ...spec, domain: 'small-town.example' }));
  const rendered = new Rendered(objects);
  const database = new RenderedDatabase(rendered, nameOf(platform.database.setup));
  const signer = new Signer();
  const keys = createServer((_request, response) => response.end(JSON.stringify(signer.jwks)));
  const tenant = platform.gateway.props.tenants[0] ?? '';
  let gateway: RunningPod;
  let broker: RunningPod;

  beforeAll(async () => {
    const port = await freePort();
    await new Promise<void>((resolve) => keys.listen(port, '127.0.0.1', resolve));
    await rendered.network.forward(nameOf(platform.identity.service!), 8080, port);
    await database.start();
    await rendered.run(nameOf(platform.database.setup));
    for (const service of [platform.registry.site, platform.broker.service, platform.gateway.service]) {
      const pod = await rendered.start(nameOf(service));
      await pod.untilReady();
      if (service === platform.broker.service) broker = pod;
      gateway = pod;
    }
    // Until then it takes no token.
    await until('the gateway has its keys', async () => (await ask('viewer', '/types')).status === 200);
  });
  afterAll(async () => {
    keys.close();
    await database.remove();
    rendered.close();
  });

  const { issuer, audience } = platform.identity;
  const ask = (role: string, path: string, more: object = {}) =>
    publicCall(gateway, `https://${platform.gateway.hostName('api')}/ngsi-ld/v1${path}`, {
      tenant,
      token: signer.rs256({
        iss: issuer,
        aud: audience,
        sub: role,
        exp: Math.floor(Date.now() / 1000) + 3600,
        realm_access: { roles: [role] },
        tenants: [tenant],
      }),
      ...more,
    });
  const post = (role: string, path: string, json: object, more: object = {}) =>
    ask(role, path, { method: 'POST', json, ...more });
  const property = (value: unknown) => ({ type: 'Property', value });
  const idsOf = (text: string) => (JSON.parse(text) as { id: string }[]).map(({ id }) => id).sort();
  const square = (name: string) => `urn:ngsi-ld:Square:${name}`;

  test('tells squares by names with an apostrophe, in a query and in a body', async () => {
    const squares = {
      Italie: "Place d'Italie",
      Other: 'Place dItalie',
      Quoted: 'Place "d’Italie"',
      Slash: 'Place d\\u0027Italie',
    };
    for (const [id, name] of Object.entries(squares)) {
      const location = { type: 'GeoProperty', value: { type: 'Point', coordinates: [2.355, 48.831] } };
      const made = await post('editor', '/entities', {
        id: square(id),
        type: 'Square',
        name: property(name),
        location,
      });
      expect(made.status).toBe(201);
    }
    const q = `name=="Place d'Italie"`;
    const asked = await ask('viewer', `/entities?type=Square&q=${encodeURIComponent(q)}`);
    expect([asked.status, idsOf(asked.text)]).toEqual([200, [square('Italie')]]);
    const posted = await post('viewer', '/entityOperations/query', {
      type: 'Query',
      entities: [{ type: 'Square' }],
      q,
    });
    expect([posted.status, idsOf(posted.text)]).toEqual([200, [square('Italie')]]);
    const pattern = await ask('viewer', `/entities?type=Square&q=${encodeURIComponent(`name~="^.?Place d'.*"`)}`);
    expect([pattern.status, idsOf(pattern.text)]).toEqual([200, [square('Italie')]]);
  });

  test('finds by real geometries', async () => {
    const ring = [
      [2.3, 48.8],
      [2.4, 48.8],
      [2.4, 48.9],
      [2.3, 48.8],
    ];
    const body = {
      type: 'Query',
      entities: [{ type: 'Square' }],
      geoQ: { georel: 'near;maxDistance==1000', geometry: 'Point', coordinates: [2.355, 48.831] },
    };
    const near = await post('viewer', '/entityOperations/query', body);
    expect([near.status, idsOf(near.text).length]).toEqual([200, 4]);
    const within = `georel=within&geometry=Polygon&coordinates=${encodeURIComponent(JSON.stringify([ring]))}`;
    const asked = await ask('viewer', `/entities?type=Square&${within}`);
    expect([asked.status, idsOf(asked.text).length]).toEqual([200, 4]);
  });

  test('keeps the tokens of a registration to itself', async () => {
    const id = 'urn:ngsi-ld:ContextSourceRegistration:1';
    const made = await post('operator', '/csourceRegistrations', {
      id,
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type: 'Elsewhere' }] }],
      endpoint: 'https://peer.example.org',
      contextSourceInfo: [{ key: 'Authorization', value: 'Bearer secret' }],
    });
    expect([made.status, made.text]).toEqual([201, '']);
    for (const path of [`/csourceRegistrations?type=Elsewhere`, `/csourceRegistrations/${id}`]) {
      const shown = await ask('operator', path);
      expect([shown.status, shown.text.includes('***'), shown.text.includes('secret')]).toEqual([200, true, false]);
    }
    const headers = { 'NGSILD-Tenant': tenant, accept: 'application/json' };
    expect((await broker.call(`/ngsi-ld/v1/csourceRegistrations/${id}`, { headers })).text).toContain('secret');
    expect((await ask('operator', `/csourceRegistrations/${id}`, { method: 'DELETE' })).status).toBe(204);
  });

  test('takes the city’s own context in an entity, and no other', async () => {
    const entity = (context: string) =>
      post(
        'editor',
        '/entities',
        { id: square('Context'), type: 'Square', '@context': [context] },
        { contentType: 'application/ld+json' },
      );
    expect((await entity('https://elsewhere.invalid/context.jsonld')).status).toBe(400);
    // Past the gateway: who is asked for contexts refuses it too.
    const json = { id: square('Context'), type: 'Square', '@context': 'https://elsewhere.invalid/context.jsonld' };
    const headers = { 'NGSILD-Tenant': tenant, accept: 'application/json', 'content-type': 'application/ld+json' };
    const inside = await broker.call('/ngsi-ld/v1/entities', { method: 'POST', headers, body: JSON.stringify(json) });
    expect([inside.status, inside.text]).toEqual([503, expect.stringContaining('status code: 403')]);
    expect((await entity(platform.registry.contextUrl)).status).toBe(201);
  });

  test('says nothing of its database', async () => {
    // A polygon that crosses itself is one of the geometries that PostGIS has words for.
    const bowtie = [
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ];
    const geoQ = {
      georel: 'within',
      geometry: 'MultiPolygon',
      coordinates: [bowtie],
      geoproperty: 'https://example.org/no',
    };
    const answers = [
      await post('viewer', '/entityOperations/query', { type: 'Query', entities: [{ type: 'Square' }], geoQ }),
      await ask('viewer', `/entities?type=Square&idPattern=${encodeURIComponent('(')}`),
      await ask('viewer', '/temporal/entities?type=Square&timerel=before&timeAt=2026'),
      await ask('viewer', `/entities/${square('None')}`),
    ];
    for (const { text } of answers) expect(text).not.toMatch(/sql|syntax|function|relation|column|java|vertx|ST_/i);
    expect(answers.at(-1)?.status).toBe(404);
  });
});
