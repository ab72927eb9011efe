import { get } from 'node:http';
import fc from 'fast-check';
import { federationMetrics } from '../../../programs/federation/metrics';
import { runs } from '../../support/runs';
import { type FakeEntity, FakeNeighbour, type Fault, faults, type Phase } from './fake-neighbour';
import { hurried, limits, RunningFederation, timeout } from './running-federation';

type Json = Record<string, unknown>;

const made: (RunningFederation | FakeNeighbour)[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await (one instanceof FakeNeighbour ? one.close() : one.stop());
});

async function city(name: string, entities: readonly FakeEntity[] = [], tenant = ''): Promise<FakeNeighbour> {
  const started = await FakeNeighbour.start(name, entities, tenant);
  made.push(started);
  return started;
}

async function federationOf(
  cities: readonly FakeNeighbour[],
  changes: Parameters<typeof RunningFederation.of>[1] = {},
): Promise<RunningFederation> {
  const started = await RunningFederation.of(cities, changes);
  made.push(started);
  return started;
}

const entity = (id: string, n = 0): FakeEntity => ({ id: `urn:x:${id}`, type: 'Car', n });
const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => entity(`${prefix}${String(n).padStart(3, '0')}`, n));
const idsOf = (body: unknown) => (body as Json[]).map(({ id }) => String(id).replace('urn:x:', ''));

describe('a page of entities', () => {
  test('is that of all cities one after the other, whatever they have and lack, and counts are sums', async () => {
    const names = ['a', 'b', 'c'];
    const cities = await Promise.all(names.map((name) => city(name)));
    const running = await federationOf(cities);
    // Ids from a small set, so that some stand in several cities.
    const entities = fc.uniqueArray(fc.record({ id: fc.nat(30), n: fc.nat(5) }), {
      maxLength: 12,
      selector: ({ id }) => id,
    });
    const phase = fc.option(fc.constantFrom<Phase>('first', 'second'), { nil: undefined, freq: 2 });
    const input = fc.record({
      own: fc.tuple(entities, entities, entities),
      broken: fc.tuple(phase, phase, phase),
      least: fc.nat(6),
      limit: fc.integer({ min: 0, max: 15 }),
      offset: fc.nat(30),
      geojson: fc.boolean(),
      post: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ own, broken, least, limit, offset, geojson, post }) => {
        for (const [at, one] of cities.entries()) {
          const list = (own[at] ?? []).map(({ id, n }) => entity(String(id), n));
          one.entities.set('', list);
          const when = broken[at];
          one.fault = when && { what: 'error', phase: when };
        }
        const page = `limit=${limit}&offset=${offset}&count=true`;
        const accept = geojson ? 'application/geo+json' : 'application/json';
        const body = JSON.stringify({ type: 'Query', q: `n>=${least}` });
        const headers = { accept, 'content-type': 'application/json' };
        const answer = post
          ? await running.ask(`/entityOperations/query?${page}`, { method: 'POST', headers, body })
          : await running.ask(`/entities?q=n>=${least}&${page}`, { headers: { accept } });
        // As one would do it who had all entities at once.
        const whole = own.flatMap((list, at) =>
          broken[at] === 'first' ? [] : list.filter(({ n }) => n >= least).map(({ id }) => ({ id: String(id), at })),
        );
        if (broken.every((when) => when === 'first')) return expect(answer.status).toBe(503);
        const section = whole.slice(offset, offset + limit);
        const lost = (at: number) => offset > 0 && broken[at] === 'second' && section.some((one) => one.at === at);
        const shown = section.filter(({ at }) => !lost(at)).map(({ id }) => id);
        const list = geojson ? (answer.body as { features: Json[] }).features : answer.body;
        expect(answer.status).toBe(200);
        expect(idsOf(list)).toEqual([...new Set(shown)]);
        expect(answer.headers['ngsild-results-count']).toBe(String(whole.length));
        expect(answer.headers.link?.includes('rel="next"') ?? false).toBe(limit > 0 && offset + limit < whole.length);
        const missing = names.filter((_, at) => broken[at] === 'first' || lost(at));
        const told = answer.warnings.filter((text) => !text.includes('stands in'));
        expect(told).toEqual(missing.map((name) => `${name} answered with an error of its own`));
        expect(answer.warnings.length > told.length).toBe(new Set(shown).size < shown.length);
      }),
      runs(200),
    );
  });

  test('leads to the next, until all entities were met once', async () => {
    const running = await federationOf([await city('a', many('a', 23)), await city('b', many('b', 4))]);
    const met: string[] = [];
    for (let path: string | undefined = '/entities?type=Car&limit=5'; path !== undefined; ) {
      const { body, headers } = await running.ask(path);
      met.push(...idsOf(body));
      path = /<\/ngsi-ld\/v1([^>]+)>; rel="next"/.exec(String(headers.link))?.[1];
    }
    expect(met).toEqual([...many('a', 23), ...many('b', 4)].map(({ id }) => id.replace('urn:x:', '')));
  });

  test('links by a URI also where the client wrote none: a bare > would end the target', async () => {
    const running = await federationOf([await city('a', many('a', 5))]);
    // As curl sends it; a URL of JavaScript's has it escaped.
    const path = '/ngsi-ld/v1/entities?type=Car&q=n>0&limit=2';
    const link = await new Promise((done, failed) =>
      get({ port: running.port, path }, ({ headers }) => done(headers.link)).on('error', failed),
    );
    expect(String(link)).toContain('</ngsi-ld/v1/entities?type=Car&q=n%3E0&limit=2&offset=2>; rel="next"');
  });

  test('asks each city for what it needs, in its own context and tenants, and for no parameter of the client twice', async () => {
    const a = await city('a', many('a', 3), 'cars');
    a.entities.set('roads', many('r', 3));
    const b = await city('b', many('b', 3));
    const running = await federationOf([a, b]);
    const { body, headers } = await running.ask('/entities?type=Car&q=n>=1&limit=4&offset=3&count=true');
    expect(idsOf(body)).toEqual(['r002', 'b001', 'b002']);
    const asked = (one: FakeNeighbour) =>
      one.asked.map(({ url, headers: sent }) => [url.search, sent['ngsild-tenant'], sent.link, sent.host]).sort();
    const link = (name: string) =>
      `<https://models.${name}.example/context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
    const query = (page: string) => `?type=Car&q=n%3E=1&${page}&count=true`;
    expect(asked(a)).toEqual([
      [query('limit=0&offset=0'), 'cars', link('a'), 'api.a.example'],
      [query('limit=0&offset=0'), 'roads', link('a'), 'api.a.example'],
      [query('limit=1&offset=1'), 'roads', link('a'), 'api.a.example'],
    ]);
    expect(asked(b)).toEqual([
      [query('limit=0&offset=0'), undefined, link('b'), 'api.b.example'],
      [query('limit=2&offset=0'), undefined, link('b'), 'api.b.example'],
    ]);
    expect(headers.link).toContain(link('host'));
    expect(headers['federation-answer']).toBe('asked=("a" "b"), answered=("a" "b")');
  });

  test('passes the context of a client on as it is', async () => {
    const a = await city('a', many('a', 1));
    const running = await federationOf([a]);
    const link = '<https://contexts.example/c.jsonld>; rel="http://www.w3.org/ns/json-ld#context"';
    const answer = await running.ask('/entities?type=Car', { headers: { link } });
    expect([a.asked[0]?.headers.link, answer.headers.link]).toEqual([link, link]);
    const headers = { 'content-type': 'application/ld+json' };
    await running.ask('/entityOperations/query', { method: 'POST', headers, body: '{"@context":[]}' });
    expect(a.asked[1]?.headers).toMatchObject(headers);
    expect(a.asked[1]?.headers.link).toBeUndefined();
  });

  test('as GeoJSON it has a member that says what it lacks', async () => {
    const [a, b] = [await city('a', [entity('1')]), await city('b', [entity('1')], 'cars')];
    const c = await city('c');
    c.fault = { what: 'error', phase: 'first' };
    const running = await federationOf([a, b, c]);
    const answer = await running.ask('/entities?type=Car', { headers: { accept: 'application/geo+json' } });
    expect(answer.body).toEqual({
      type: 'FeatureCollection',
      features: [{ id: 'urn:x:1', type: 'Feature', properties: { type: 'Car', n: 0 }, geometry: null }],
      federation: {
        asked: ['a', 'b', 'c'],
        answered: ['a', 'b'],
        missing: [{ city: 'c', reason: 'failing', detail: 'C answered with an error of its own.' }],
        duplicates: [{ id: 'urn:x:1', shown: 'a', hidden: ['b/cars'] }],
      },
    });
    expect(answer.headers['federation-answer']).toBe(
      'asked=("a" "b" "c"), answered=("a" "b"), missing=("c";reason=failing)',
    );
    expect(answer.warnings).toEqual([
      'c answered with an error of its own',
      'urn:x:1 stands in a and b/cars: that of a is shown',
    ]);
  });
});

describe('a city that fails', () => {
  const reasons: Readonly<Record<Fault, string | undefined>> = {
    silent: 'late',
    'slow-body': 'late',
    closed: 'unreachable',
    reset: 'unreachable',
    garbage: 'nonsense',
    'wrong-shape': 'nonsense',
    error: 'failing',
    'refuses-token': 'no-access',
    'too-many': 'limited',
    'too-long': 'too-large',
    'too-deep': 'nonsense',
  };
  const cases = faults
    .flatMap((what) => (['identity', 'first', 'second'] as const).map((phase) => ({ what, phase })))
    // It is asked once more, with another token.
    .filter(({ what, phase }) => what !== 'refuses-token' || phase !== 'first')
    // Of a count no body is read.
    .filter(({ what, phase }) => what !== 'too-deep' || phase !== 'first');

  test.each(cases)(
    '$what, $phase: the answer is in time, has the rest and says what it lacks',
    async ({ what, phase }) => {
      const [a, b] = [await city('a', many('a', 4)), await city('b', many('b', 4))];
      const running = await federationOf([a, b], { limits: reasons[what] === 'late' ? hurried : limits });
      b.fault = { what, phase };
      const { status, body, headers, took } = await running.ask('/entities?type=Car&limit=6&offset=1');
      expect(status).toBe(200);
      expect(idsOf(body)).toEqual(['a001', 'a002', 'a003']);
      const known = `asked=("a" "b"), answered=("a"), missing=("b";reason=${reasons[what]})`;
      expect(headers['federation-answer']).toBe(known);
      expect(headers['ngsild-warning']).toMatch(/^199 federation\.land\.example "b /);
      // Nobody waits a second time.
      expect(took).toBeLessThan(2 * timeout);
      b.fault = undefined;
      await until(async () => {
        const whole = await running.ask('/entities?type=Car&limit=6&offset=1');
        return idsOf(whole.body).length === 6 && whole.headers['ngsild-warning'] === undefined;
      });
    },
  );

  test('that is not there at all is told, and taken in again when it is back', async () => {
    const [a, b] = [await city('a', many('a', 1)), await city('b', many('b', 1))];
    const running = await federationOf([a, b]);
    await b.close();
    expect((await running.ask('/entities?type=Car')).warnings).toEqual(['b cannot be reached']);
    await b.listen();
    expect((await running.ask('/entities?type=Car')).warnings).toEqual([]);
  });

  test('is not waited for after three times, and asked again as soon as it answers a probe', async () => {
    const [a, b] = [await city('a', many('a', 1)), await city('b', many('b', 1))];
    const running = await federationOf([a, b], { limits: { ...hurried, failures: 3 } });
    await running.ask('/entities?type=Car');
    b.fault = { what: 'silent', phase: 'first' };
    for (let times = 0; times < 3; times++) {
      expect((await running.ask('/entities?type=Car')).took).toBeGreaterThan(timeout - 20);
    }
    const quick = await running.ask('/entities?type=Car');
    expect(quick.took).toBeLessThan(timeout - 20);
    expect(quick.warnings).toEqual(['b did not answer in time']);
    b.fault = undefined;
    await until(async () => (await running.ask('/entities?type=Car')).warnings.length === 0);
    expect(running.recorded.messages).toEqual(['nobody waits for the city any more', 'the city answers again']);
  });

  test('the reason is that of the newest probe', async () => {
    const [a, b] = [await city('a', many('a', 1)), await city('b', many('b', 1))];
    const running = await federationOf([a, b], { limits: { ...limits, failures: 1 } });
    await b.close();
    await running.ask('/entities?type=Car');
    b.secret = 'another';
    await b.listen();
    await until(
      async () => (await running.ask('/entities?type=Car')).warnings[0] === 'b does not let the federation in',
    );
  });

  test('when none answers the answer is an error that says of each why', async () => {
    const [a, b] = [await city('a'), await city('b')];
    const running = await federationOf([a, b], { limits: hurried });
    a.fault = { what: 'silent', phase: 'identity' };
    b.fault = { what: 'silent', phase: 'first' };
    const late = await running.ask('/entities?type=Car');
    expect([late.status, late.headers['content-type'], late.headers['retry-after']]).toEqual([
      504,
      'application/problem+json',
      '5',
    ]);
    b.fault = { what: 'garbage', phase: 'first' };
    const { status, headers, body, warnings } = await running.ask('/entities?type=Car');
    expect([status, headers['federation-answer']]).toEqual([
      503,
      'asked=("a" "b"), answered=(), missing=("a";reason=late "b";reason=nonsense)',
    ]);
    expect(warnings).toEqual(['a did not answer in time', 'b answered with what is no answer']);
    expect(body).toMatchObject({
      title: 'No city answered',
      missing: [
        { city: 'a', reason: 'late', detail: 'A did not answer in time.' },
        { city: 'b', reason: 'nonsense', detail: 'B answered with what is no answer.' },
      ],
    });
  });

  test('a tenant that a city does not know is told, and the others of it are read', async () => {
    const a = await city('a', many('a', 1), 'cars');
    a.entities.set('roads', many('r', 1));
    const running = await federationOf([a]);
    a.entities.delete('roads');
    const { body, headers, warnings } = await running.ask('/entities?type=Car');
    expect(idsOf(body)).toEqual(['a000']);
    expect(warnings).toEqual(['a (roads) has no such tenant']);
    expect(headers['federation-answer']).toBe(
      'asked=("a"), answered=(), missing=("a";tenant="roads";reason=no-tenant)',
    );
  });
});

describe('a question', () => {
  test('that all cities refuse gets the reason of one', async () => {
    const running = await federationOf([await city('a'), await city('b')]);
    const { status, body } = await running.ask('/entities?type=Car&q=bad');
    expect([status, body]).toEqual([400, expect.objectContaining({ detail: 'that is no query' })]);
  });

  test.each([
    'POST /entities',
    'DELETE /entities/urn:x:1',
    'PATCH /entities/urn:x:1/attrs',
    'GET /entityOperations/query',
    'POST /entityOperations/upsert',
    'PUT /subscriptions/urn:s',
  ])('%s is refused as what changes something', async (line) => {
    const a = await city('a');
    const running = await federationOf([a]);
    const [method = '', path = ''] = line.split(' ');
    const { status, headers } = await running.ask(path, { method });
    expect(status).toBe(405);
    expect(headers.allow).toMatch(/GET|POST/);
    expect(a.received).toEqual([]);
  });

  test.each([
    ['/entities?type=Car&orderBy=n', 422, 'order across cities'],
    ['/entities?type=Car&join=inline', 422, 'another city'],
    ['/entities?type=Car&local=true', 422, 'Ask a city itself'],
    ['/temporal/entities?type=Car', 422, 'one entity at a time'],
    ['/subscriptions', 422, 'kept by the cities'],
    ['/entities?type=Car&limit=1001', 403, 'at most 1000'],
    ['/entities?type=Car&limit=0', 400, 'count=true'],
    ['/entities?type=Car&limit=-1', 400, 'whole number'],
    ['/entities?type=Car&type=Bus', 400, 'twice'],
    ['/entities?type=Car&colour=red', 400, 'colour is not known'],
    ['/entities?type=Car&__proto__=x', 400, '__proto__ is not known'],
    ['/entities?type=Car&count=yes', 400, 'true or false'],
    ['/nothing', 404, 'nothing at this path'],
  ])('%s is %d: %s', async (path, expected, reason) => {
    const a = await city('a');
    const { status, body } = await (await federationOf([a])).ask(path);
    expect([status, (body as Json).detail]).toEqual([expected, expect.stringContaining(reason)]);
    expect(a.received).toEqual([]);
  });

  test.each([
    ['{"type":"Query","orderBy":"n"}', 'application/json', 422],
    ['[]', 'application/json', 400],
    ['{', 'application/json', 400],
    ['{}', 'text/plain', 415],
    [`"${'x'.repeat(1024 * 1024)}"`, 'application/json', 413],
  ])('the posted query %.20s of %s is %d', async (body, type, expected) => {
    const headers = { 'content-type': type };
    const running = await federationOf([await city('a')]);
    expect((await running.ask('/entityOperations/query', { method: 'POST', headers, body })).status).toBe(expected);
  });

  test('for a form that there is not gets 406', async () => {
    const running = await federationOf([await city('a')]);
    expect((await running.ask('/entities?type=Car', { headers: { accept: 'text/turtle' } })).status).toBe(406);
    expect((await running.ask('/types', { headers: { accept: 'application/geo+json' } })).status).toBe(406);
  });

  test('beyond what is answered at the same time gets 503, and a city gets no more than it is to', async () => {
    const a = await city('a', many('a', 1));
    /** The city answers once so many have an answer without it. */
    const five = async (running: RunningFederation, without: number) => {
      let letGo = (): void => undefined;
      a.held = new Promise((resolve) => {
        letGo = resolve;
      });
      let left = without;
      const asked = Array.from({ length: 5 }, async () => {
        const answer = await running.ask('/entities?type=Car');
        if (answer.status !== 200 && --left === 0) letGo();
        return answer;
      });
      const answers = await Promise.all(asked);
      return answers.map(({ status, body }) => (status === 200 ? 200 : (body as Json).title)).sort();
    };
    expect(await five(await federationOf([a], { concurrency: 3 }), 2)).toEqual([200, 200, 200, 'Busy', 'Busy']);
    const narrow = await federationOf([a], { limits: { ...limits, concurrency: 2 } });
    expect(await five(narrow, 3)).toEqual([200, 200, ...Array(3).fill('No city answered')]);
  });
});

describe('one thing by its id', () => {
  test('is that of the first city that has it; a second one is told', async () => {
    const running = await federationOf([
      await city('a'),
      await city('b', [entity('1', 7)]),
      await city('c', [entity('1', 8)]),
    ]);
    const { status, body, warnings } = await running.ask('/entities/urn:x:1');
    expect([status, (body as Json).n]).toEqual([200, 7]);
    expect(warnings).toEqual(['urn:x:1 stands in b and c: that of b is shown']);
    expect((await running.ask('/temporal/entities/urn:x:1?lastN=2')).status).toBe(200);
  });

  test('that no city has is 404, and 503 as long as a city that may have it does not answer', async () => {
    const [a, b] = [await city('a'), await city('b')];
    const running = await federationOf([a, b]);
    const nowhere = await running.ask('/entities/urn:x:1');
    expect([nowhere.status, nowhere.headers['federation-answer']]).toEqual([
      404,
      'asked=("a" "b"), answered=("a" "b")',
    ]);
    b.fault = { what: 'error', phase: 'first' };
    const { status, headers, body } = await running.ask('/entities/urn:x:1');
    expect([status, headers['federation-answer'], body]).toEqual([
      503,
      'asked=("a" "b"), answered=("a"), missing=("b";reason=failing)',
      expect.objectContaining({ title: 'Not found so far', missing: [expect.objectContaining({ city: 'b' })] }),
    ]);
  });
});

test('types are those of all cities, and their counts are sums', async () => {
  const bus: FakeEntity = { id: 'urn:x:bus', type: 'Bus', n: 1 };
  const running = await federationOf([
    await city('a', [entity('1'), entity('2')]),
    await city('b', [entity('3'), bus]),
  ]);
  expect((await running.ask('/types')).body).toMatchObject({ type: 'EntityTypeList', typeList: ['Bus', 'Car'] });
  expect((await running.ask('/types/Car')).body).toMatchObject({
    typeName: 'Car',
    entityCount: 3,
    attributeDetails: [{ attributeName: 'n' }],
  });
  expect((await running.ask('/types/Bus')).body).toMatchObject({ entityCount: 1 });
  expect((await running.ask('/types/Ship')).status).toBe(404);
});

describe('the token of a city', () => {
  test('is asked for once however many wait for it', async () => {
    const a = await city('a', many('a', 1));
    const running = await federationOf([a]);
    await Promise.all(Array.from({ length: 8 }, () => running.ask('/entities?type=Car')));
    expect(a.tokens).toHaveLength(1);
  });

  test('is renewed before its end, and nobody waits for that', async () => {
    const a = await city('a', many('a', 1));
    // From 70 % of its lifetime on; it is used until 5 s before its end.
    a.lifetime = 5.4;
    const running = await federationOf([a]);
    await running.ask('/entities?type=Car');
    a.lifetime = 300;
    await until(async () => {
      expect((await running.ask('/entities?type=Car')).warnings).toEqual([]);
      return a.tokens.length === 2;
    });
    await running.ask('/entities?type=Car');
    expect(a.asked.at(-1)?.headers.authorization).toBe('Bearer token-a-2');
  });

  test('another is taken when the city refuses it, at the cost of one request', async () => {
    const a = await city('a', many('a', 1));
    const running = await federationOf([a]);
    await running.ask('/entities?type=Car');
    // As after the signing keys of the realm were changed.
    a.tokens.splice(0, 1, 'none');
    expect((await running.ask('/entities?type=Car')).warnings).toEqual([]);
    expect(a.tokens).toHaveLength(2);
    expect(a.asked).toHaveLength(3);
  });

  test('a changed key is told once the last token has ended, and stands in no log and no answer', async () => {
    const [a, b] = [await city('a', many('a', 1)), await city('b', many('b', 1))];
    b.secret = 'another-key';
    const running = await federationOf([a, b], { limits: { ...limits, failures: 1 } });
    const first = await running.ask('/entities?type=Car', { headers: { authorization: 'Bearer of-the-client' } });
    expect(first.warnings).toEqual(['b does not let the federation in']);
    const metrics = federationMetrics(running.federation);
    const everything = `${running.recorded.text()}${JSON.stringify(first)}${metrics}`;
    expect(everything).not.toMatch(/token-[ab]|key-of|another-key|of-the-client/);
    expect(a.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-a-1']);
  });
});

test('metrics tell of each city what was asked, answered, missing, and how long it took', async () => {
  const [a, b] = [await city('a', many('a', 1)), await city('b')];
  b.fault = { what: 'error', phase: 'first' };
  const running = await federationOf([a, b]);
  await running.ask('/entities?type=Car');
  await running.ask('/nothing');
  const lines = federationMetrics(running.federation).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'citykit_federation_answers_total{status="200"} 1',
      'citykit_federation_answers_total{status="404"} 1',
      'citykit_federation_asked_total{city="b"} 1',
      'citykit_federation_missing_total{city="b",reason="failing"} 1',
      'citykit_federation_missing_total{city="a",reason="late"} 0',
      'citykit_federation_answer_seconds_bucket{city="a",le="+Inf"} 1',
      'citykit_federation_answer_seconds_count{city="a"} 1',
      'citykit_federation_not_asked{city="b"} 0',
    ]),
  );
  expect(lines.some((line) => /^citykit_federation_token_remaining_seconds\{city="a"\} (29\d|300)$/.test(line))).toBe(
    true,
  );
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; ; ) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error('it does not come to hold');
    await new Promise((done) => setTimeout(done, 20));
  }
}
