import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synth } from '../../cli/synth';
import { targets } from '../../cli/targets';
import { isCityError } from '../../constructs/problems/city-error';

const smallTown = 'examples/small-town/city.yaml';
const made = targets.kubernetes.synth;

let scratch: string;
let printed: { data: string[]; said: string[] };

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'citykit-synth-'));
  printed = { data: [], said: [] };
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(scratch, { recursive: true, force: true });
});

function context(json: boolean) {
  const console = {
    data: (text: string) => printed.data.push(text),
    say: (text: string) => printed.said.push(text),
    progress: () => {},
  };
  return { json, console };
}

/** Lets a gate find something in the broker. */
function spoil(): void {
  jest.spyOn(targets.kubernetes, 'synth').mockImplementation(async (city, folder, peers) => ({
    ...(await made(city, folder, peers)),
    findings: [
      {
        gate: 'policy',
        rule: 'probes',
        object: 'Deployment small-town-broker',
        path: '',
        message: 'It has probes.',
        fix: 'Add them.',
        component: 'Context broker',
      },
    ],
  }));
}

test('what an earlier run wrote is replaced; other files stay, and those among the artefacts are named', async () => {
  const options = { target: ['kubernetes'] as const, out: scratch };
  await synth(smallTown, options, context(false));
  const stranger = join(scratch, 'small-town', 'kubernetes', 'old.yaml');
  writeFileSync(stranger, 'mine');
  writeFileSync(join(scratch, 'notes.txt'), 'mine');
  const { ok, leftAlone } = await synth(smallTown, options, context(false));
  expect({ ok, leftAlone }).toEqual({ ok: true, leftAlone: [{ path: stranger, why: 'citykit did not write it' }] });
  expect(printed.data.at(-1)).toMatch(new RegExp(`Left alone\n  ${stranger}\n +citykit did not write it\n`));
  expect(readFileSync(stranger, 'utf8')).toBe('mine');
  expect(readFileSync(join(scratch, 'notes.txt'), 'utf8')).toBe('mine');
});

test('a target named twice is made once', async () => {
  const { results } = await synth(smallTown, { target: ['kubernetes', 'kubernetes'], out: scratch }, context(true));
  expect(results).toHaveLength(1);
});

describe('when a gate finds something', () => {
  test('nothing is written, and the finding is told with its place in the spec', async () => {
    spoil();
    const out = join(scratch, 'new', 'out');
    expect(await synth(smallTown, { target: ['kubernetes'], out }, context(false))).toMatchObject({ ok: false });
    expect(existsSync(join(scratch, 'new'))).toBe(false);
    expect(printed.data).toEqual([]);
    expect(printed.said.join('\n')).toMatch(/component {2}Context broker, examples\/small-town\/city\.yaml:\d+:\d+ /);
  });

  test('what an earlier run wrote stays as it was', async () => {
    writeFileSync(join(scratch, 'index.html'), 'before');
    mkdirSync(join(scratch, 'small-town', 'kubernetes'), { recursive: true });
    spoil();
    expect(await synth(smallTown, { target: ['kubernetes'], out: scratch }, context(false))).toMatchObject({
      ok: false,
    });
    expect(readdirSync(scratch).sort()).toEqual(['index.html', 'small-town']);
    expect(readdirSync(join(scratch, 'small-town', 'kubernetes'))).toEqual([]);
  });

  test('with --json the findings are data', async () => {
    spoil();
    const options = { target: ['kubernetes'] as const, out: join(scratch, 'out') };
    const { ok, report, results, problems } = await synth(smallTown, options, context(true));
    expect({ ok, report }).toEqual({ ok: false, report: null });
    expect(results[0]?.findings).toMatchObject([{ rule: 'probes', component: 'Context broker' }]);
    expect(results[0]?.gates.map(({ name, passed, findings }) => [name, passed, findings])).toEqual([
      ['schema', true, 0],
      ['consistency', true, 0],
      ['policy', false, 1],
      ['budget', true, 0],
    ]);
    expect(problems).toEqual([
      {
        code: 'policy-probes',
        path: 'Deployment small-town-broker',
        value: undefined,
        rule: 'It has probes.',
        fix: 'Add them.',
        file: smallTown,
        line: expect.any(Number),
        column: expect.any(Number),
      },
    ]);
    expect(printed).toEqual({ data: [], said: [] });
  });
});

test('a city that a target cannot take leaves nothing behind', async () => {
  const file = join(scratch, 'city.yaml');
  writeFileSync(file, 'name: bare\ncountry: TR\npopulation: 5000\nprofile: laptop\n');
  const out = join(scratch, 'out');
  const error = await synth(file, { target: ['kubernetes', 'aws'], out }, context(false)).catch((reason) => reason);
  expect(isCityError(error)).toBe(true);
  expect(existsSync(out)).toBe(false);
});

describe('compared with the last time', () => {
  const spec = (more: string) => {
    const file = join(scratch, 'city.yaml');
    writeFileSync(
      file,
      `name: bare\ncountry: TR\npopulation: 5000\nprofile: laptop\ndomain: bare.example\ncontact: { email: it@bare.example }\n${more}`,
    );
    return file;
  };
  const out = () => join(scratch, 'out');
  const run = (file: string, accept: string[] = []) =>
    synth(file, { target: ['kubernetes'], out: out(), accept }, context(false));
  const problemsOf = async (file: string) => {
    const error = await run(file).catch((reason) => reason);
    if (!isCityError(error)) throw error;
    return error.problems;
  };
  const artefact = (name: string) => readFileSync(join(out(), name, 'kubernetes', `${name}.k8s.yaml`), 'utf8');

  test('a change that would hide data is refused with its place, and nothing is written', async () => {
    await run(spec('tenants: [{ id: parks }]\n'));
    const before = artefact('bare');
    const file = spec('tenants: [{ id: waste }]\n');
    expect(await problemsOf(file)).toMatchObject([
      { code: 'tenant-removed', path: 'tenants', value: { before: 'parks', now: null }, file, line: 7 },
    ]);
    expect(artefact('bare')).toBe(before);
    // Not forgotten by having been refused once.
    expect(await problemsOf(file)).toHaveLength(1);
  });

  test('an accepted one is written, and is what the next is compared with', async () => {
    await run(spec('tenants: [{ id: parks }]\n'));
    const file = spec('tenants: [{ id: waste }]\n');
    expect(await run(file, ['tenant-removed'])).toMatchObject({ ok: true });
    expect(await run(file)).toMatchObject({ ok: true });
  });

  test('a renamed city is known by its domain', async () => {
    await run(spec(''));
    const file = spec('');
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: bare', 'name: blank'));
    expect((await problemsOf(file)).map(({ code }) => code)).toEqual(['data-moved', 'city-renamed']);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('bare.example', 'blank.example'));
    expect(await run(file)).toMatchObject({ ok: true });
  });

  test('what is kept lies where no tool that applies the artefacts looks', async () => {
    await run(spec(''));
    expect(readdirSync(out()).sort()).toEqual(['bare', 'citykit-outputs.json', 'index.html']);
    expect(readdirSync(join(out(), 'bare'))).toEqual(['kubernetes']);
  });

  test('a file that is none of these is told, and not taken for a first time', async () => {
    await run(spec(''));
    writeFileSync(join(out(), 'citykit-outputs.json'), '{}');
    expect(await problemsOf(spec(''))).toMatchObject([{ code: 'output-record' }]);
  });
});

test('without targets asked for, each city of a federation is made for those that its spec names', async () => {
  const file = join(scratch, 'federation.yaml');
  const town = JSON.stringify(parse(readFileSync(smallTown, 'utf8')));
  const zone = 'hostedZone: { id: Z0123456789EXAMPLE, name: oulu.example }';
  const oulu = `{ name: oulu, country: FI, population: 9, profile: pilot, domain: oulu.example, contact: { email: a@oulu.example }, targets: { aws: { ${zone} } } }`;
  writeFileSync(file, `federation: finland\ncities:\n  - ${town}\n  - ${oulu}\n`);
  const { results } = await synth(file, { out: join(scratch, 'out') }, context(true));
  expect(results.map(({ city, target }) => [city, target])).toEqual([
    ['small-town', 'kubernetes'],
    ['oulu', 'aws'],
  ]);
  const [, oulus = ''] =
    /href="#city-oulu">(?:(?!<\/tr>).)*<td[^>]*>([^<]*)<\/td>\s*<\/tr>/s.exec(
      readFileSync(join(scratch, 'out/index.html'), 'utf8').split('id="overview"')[1] ?? '',
    ) ?? [];
  expect(oulus).toMatch(/^\d{3}$/);
});
