import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { calendar } from '../../../cli/plan/calendar';
import { addYear, tryDay } from '../../../cli/plan/day';
import { type Plan, type PlanFacts, planOf } from '../../../cli/plan/plan';
import { planMarkdown } from '../../../cli/plan/plan-markdown';
import { planPage } from '../../../cli/plan/plan-page';
import { type City, parseCity } from '../../../constructs/spec/city';
import type { CheckId } from '../../../constructs/waist/checks';
import { checkOf } from '../../../verify/checks';
import { type Report, type Result, summaryOf } from '../../../verify/report';
import { citykit } from '../support/built-citykit';

const spec = { name: 'bursa', country: 'TR', population: 1000, profile: 'laptop' };
const bare = (name: string, country = 'TR') => parseCity({ ...spec, name, country });
const facts = (change: Partial<PlanFacts> = {}): PlanFacts => {
  const city = change.city ?? bare('bursa');
  return {
    city,
    file: 'city.yaml',
    joined: '2026-11-28',
    together: [city],
    countryIsIn: false,
    report: undefined,
    ...change,
  };
};

function reportOf(status: (id: CheckId) => Result['status']): Report {
  const results = (Object.keys(checkOf) as CheckId[]).map(
    (id): Result => ({
      id,
      title: id,
      mechanism: 'MIM0',
      level: checkOf[id].level,
      status: status(id),
      evidence: { says: `Seen of ${id}.` },
      component: 'Gateway',
      milliseconds: 1,
    }),
  );
  const target = 'https://api.bursa.localhost/ngsi-ld/v1';
  const fixed = {
    edition: 'current',
    title: 'Bursa',
    time: '2027-01-02T10:00:00Z',
    seconds: 9,
    wrote: true,
    left: [],
  } as const;
  return { ...fixed, target, results, summary: summaryOf(results) };
}

const states = ({ steps }: Plan) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
const stepOf = ({ steps }: Plan, id: string) => steps.find((step) => step.id === id)!;

test('the year ends on the same day of the next, and days that there are not are none', () => {
  expect(addYear('2026-11-28')).toBe('2027-11-28');
  expect(addYear('2028-02-29')).toBe('2029-02-28');
  expect(['2026-02-30', '2026-1-1', '28.11.2026', ''].map(tryDay)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('steps are due in their order, from the first month to the last day', () => {
  const { steps, deadline } = planOf(facts());
  const days = steps.map(({ due }) => due);
  expect(days).toEqual([...days].sort());
  expect([days[0], days.at(-1)]).toEqual(['2026-12-26', deadline]);
});

test('a bare city has a description and nothing more; each gap says what closes it', () => {
  const plan = planOf(facts());
  const open = plan.steps.filter(({ state }) => state !== 'done');
  expect(plan.steps.filter(({ state }) => state === 'done').map(({ id }) => id)).toEqual(['spec']);
  for (const { id, how } of open) expect([id, how.length > 0]).toEqual([id, true]);
  expect(stepOf(plan, 'models').how).toEqual([expect.stringContaining('dataModels')]);
  expect(stepOf(plan, 'deployed').how).toContain('citykit synth city.yaml');
});

describe('two cities of a country', () => {
  test('one alone has to find another', () => {
    const { state, says, how } = stepOf(planOf(facts()), 'partner');
    expect([state, says]).toEqual(['missing', expect.stringContaining('TR has one here')]);
    expect(how.join('\n')).toContain('federation.yaml');
  });

  test('another of the same country is the second; one of another country is not', () => {
    const [city, same, other] = [bare('bursa'), bare('konya'), bare('oulu', 'FI')];
    const look = (...together: City[]) => stepOf(planOf(facts({ city, together: [city, ...together] })), 'partner');
    expect(look(same)).toMatchObject({ state: 'done', says: 'Konya joins at the same time.' });
    expect(look(other)).toMatchObject({ state: 'missing' });
  });

  test('a country that is in needs no second', () => {
    expect(stepOf(planOf(facts({ countryIsIn: true })), 'partner').state).toBe('done');
  });
});

test('a report in which all passed leaves what no report can show', () => {
  const plan = planOf(facts({ report: reportOf(() => 'pass') }));
  const left = Object.entries(states(plan)).filter(([, state]) => state !== 'done');
  expect(left.map(([id]) => id)).toEqual([
    'partner',
    'models',
    'tenants',
    'open-data',
    'declarations',
    'restored',
    'shown',
  ]);
});

test('a check that failed opens its step, with the hint of the check; one that was not tried is not shown', () => {
  const plan = planOf(facts({ report: reportOf((id) => (id === '3.2' ? 'fail' : id === '1.7' ? 'skip' : 'pass')) }));
  expect(states(plan)).toMatchObject({ portal: 'missing', api: 'unknown', security: 'done' });
  expect(stepOf(plan, 'portal')).toMatchObject({ says: '4 of 5 checks passed; failed: 3.2.' });
  expect(stepOf(plan, 'portal').how).toContain(`3.2: ${checkOf['3.2'].hint}`);
  expect(stepOf(plan, 'api').how).toContain('Seen of 1.7.');
});

test('every check that must pass belongs to a step', () => {
  const all = planOf(facts({ report: reportOf(() => 'fail') }))
    .steps.flatMap(({ how }) => how)
    .join('\n');
  const musts = (Object.keys(checkOf) as CheckId[]).filter((id) => checkOf[id].level === 'MUST' && id !== 'probe');
  // How old backups are is the operator's to show; that they come back is the step.
  expect(musts.filter((id) => !all.includes(`${id}: `))).toEqual(['6.8']);
});

test('what stands is counted in words', () => {
  const city = (tenants: object[]) => parseCity({ ...spec, tenants, dataModels: ['Device', 'Building'] });
  const says = (tenants: object[], id: string) => stepOf(planOf(facts({ city: city(tenants) })), id).says;
  expect(says([{ id: 'parking' }], 'tenants')).toBe('1 tenant.');
  expect(says([{ id: 'parking' }, { id: 'waste' }], 'tenants')).toBe('2 tenants.');
  expect(says([], 'models')).toBe('2 data models.');
});

describe('the calendar', () => {
  const plan = planOf(
    facts({
      city: parseCity({
        ...{ name: 'izmir', country: 'TR', population: 1, profile: 'laptop' },
        title: 'İzmir, Büyükşehir; “ilk” \\ şehir',
      }),
    }),
  );
  const text = calendar(plan);
  const parsed = new ICAL.Component(ICAL.parse(text));
  const events = parsed.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));

  test('has an event for each step that does not stand, on its day, as it was written', () => {
    const open = plan.steps.filter(({ state }) => state !== 'done');
    expect(events.map(({ summary, startDate, description }) => [summary, startDate.toString(), description])).toEqual(
      open.map(({ title, due, says, how }) => [`${plan.title}: ${title}`, due, [says, ...how].join('\n')]),
    );
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(open.length);
  });

  test('has lines of at most 75 octets that end in CRLF, and no character in two pieces', () => {
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n\ufffd]/);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
  });

  test('is the same file for the same plan', () => {
    expect(calendar(plan)).toBe(text);
  });
});

test('page and Markdown tell every step, and take no markup from the spec', () => {
  const plan = planOf(
    facts({ city: parseCity({ name: 'x1', country: 'TR', population: 1, profile: 'laptop', title: '<b>X</b>' }) }),
  );
  const [html, markdown] = [planPage(plan), planMarkdown(plan)];
  for (const { title } of plan.steps) expect([html.includes(title), markdown.includes(title)]).toEqual([true, true]);
  expect(html).not.toContain('<b>');
  expect(markdown.match(/^- \[[ x]\] /gm)).toHaveLength(plan.steps.length);
});

describe('citykit plan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-plan-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('writes a page, Markdown and a calendar for each city of a federation', async () => {
    const out = join(folder, 'plan');
    const { code, stdout } = await citykit([
      'plan',
      'examples/turkiye/federation.yaml',
      '--joined',
      '2026-11-28',
      '--out',
      out,
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^İzmir {2}\d+ of \d+ steps stand; next, by 20\d\d-/m);
    for (const file of ['istanbul/plan.html', 'izmir/plan.md', 'izmir/plan.ics'])
      expect(readFileSync(join(out, file), 'utf8').length).toBeGreaterThan(500);
    expect(readFileSync(join(out, 'izmir/plan.md'), 'utf8')).toContain('İstanbul joins at the same time.');
  });

  test('takes the report of the city that it is of', async () => {
    const spec = join(folder, 'city.yaml');
    writeFileSync(spec, 'name: bursa\ncountry: TR\npopulation: 9\nprofile: laptop\n');
    const file = join(folder, 'report.json');
    writeFileSync(file, JSON.stringify({ ok: true, report: reportOf(() => 'pass'), changes: [], problems: [] }));
    const out = join(folder, 'one');
    const { code, stdout } = await citykit([
      'plan',
      spec,
      '--joined',
      '2026-11-28',
      '--out',
      out,
      '--report',
      file,
      '--json',
    ]);
    const { plans } = JSON.parse(stdout);
    expect([code, plans[0].verified]).toEqual([0, '2027-01-02T10:00:00Z']);
  });

  test('replaces its own files, and no other: what people wrote into one, or put there, is told all at once', async () => {
    const out = join(folder, 'again');
    const [html, markdown, ics] = ['html', 'md', 'ics'].map((ending) => join(out, `izmir/plan.${ending}`));
    const call = (joined: string, ...args: string[]) =>
      citykit(['plan', 'examples/izmir/city.yaml', '--out', out, '--joined', joined, ...args]);
    expect((await call('2026-11-28')).code).toBe(0);
    const first = readFileSync(ics!, 'utf8');
    expect(new ICAL.Component(ICAL.parse(first)).getAllSubcomponents('vevent').length).toBeGreaterThan(0);
    for (const line of first.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect((await call('2026-11-29')).code).toBe(0);
    const second = readFileSync(ics!, 'utf8');
    expect(second).not.toBe(first);

    writeFileSync(html!, 'a page of somebody else');
    writeFileSync(markdown!, `${readFileSync(markdown!, 'utf8')}\nAsked the ministry on Monday.\n`);
    writeFileSync(ics!, second.replace('TRIGGER:-P7D', 'TRIGGER:-P1D'));
    const { code, stderr } = await call('2026-11-30');
    expect(code).toBe(2);
    for (const file of [html, markdown, ics]) expect(stderr).toContain(file);
    expect(stderr.match(/it was changed since citykit wrote it/g)).toHaveLength(2);
    expect(readFileSync(html!, 'utf8')).toBe('a page of somebody else');
    expect((await call('2026-11-30', '--overwrite')).code).toBe(0);
    expect(readFileSync(ics!, 'utf8')).not.toContain('TRIGGER:-P1D');
  });

  test('a day that there is not, and a report that is none, are mistakes', async () => {
    const call = (...args: string[]) =>
      citykit(['plan', 'examples/izmir/city.yaml', '--out', join(folder, 'no'), ...args]);
    const day = await call('--joined', '2026-02-30');
    expect([day.code, day.stderr]).toEqual([2, '2026-02-30 is no day.\nWrite it as --joined 2026-11-28.\n']);
    for (const far of ['9999-12-31', '0026-11-28']) {
      const { code, stderr } = await call('--joined', far);
      expect([code, stderr]).toEqual([2, `${far} is not in this millennium.\nWrite it as --joined 2026-11-28.\n`]);
    }
    expect((await call('--joined', '2999-12-31')).code).toBe(0);
    const report = await call('--joined', '2026-11-28', '--report', 'package.json');
    expect([report.code, report.stderr]).toEqual([2, expect.stringContaining('package.json is no report.')]);
  });
});
