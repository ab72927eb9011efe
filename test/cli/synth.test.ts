import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synth } from '../../cli/synth';
import { targets } from '../../cli/targets';
import { isCityError } from '../../constructs/spec/city-error';

jest.setTimeout(30_000);

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

test('what an earlier run wrote is replaced, and other files stay', async () => {
  const options = { target: ['kubernetes'] as const, out: scratch };
  await synth(smallTown, options, context(false));
  writeFileSync(join(scratch, 'small-town', 'kubernetes', 'old.yaml'), '');
  writeFileSync(join(scratch, 'notes.txt'), 'mine');
  expect(await synth(smallTown, options, context(false))).toBe(true);
  expect(readdirSync(join(scratch, 'small-town', 'kubernetes'))).toEqual(['small-town.k8s.yaml']);
  expect(readFileSync(join(scratch, 'notes.txt'), 'utf8')).toBe('mine');
});

test('a target named twice is made once', async () => {
  await synth(smallTown, { target: ['kubernetes', 'kubernetes'], out: scratch }, context(true));
  expect(JSON.parse(printed.data.join('')).results).toHaveLength(1);
});

describe('when a gate finds something', () => {
  test('nothing is written, and the finding is told with its place in the spec', async () => {
    spoil();
    const out = join(scratch, 'new', 'out');
    expect(await synth(smallTown, { target: ['kubernetes'], out }, context(false))).toBe(false);
    expect(existsSync(join(scratch, 'new'))).toBe(false);
    expect(printed.data).toEqual([]);
    expect(printed.said.join('\n')).toMatch(/component {2}Context broker, examples\/small-town\/city\.yaml:\d+:\d+ /);
  });

  test('what an earlier run wrote stays as it was', async () => {
    writeFileSync(join(scratch, 'index.html'), 'before');
    mkdirSync(join(scratch, 'small-town', 'kubernetes'), { recursive: true });
    spoil();
    expect(await synth(smallTown, { target: ['kubernetes'], out: scratch }, context(false))).toBe(false);
    expect(readdirSync(scratch).sort()).toEqual(['index.html', 'small-town']);
    expect(readdirSync(join(scratch, 'small-town', 'kubernetes'))).toEqual([]);
  });

  test('with --json the findings are data', async () => {
    spoil();
    expect(await synth(smallTown, { target: ['kubernetes'], out: join(scratch, 'out') }, context(true))).toBe(false);
    const { passed, report, results } = JSON.parse(printed.data.join(''));
    expect({ passed, report }).toEqual({ passed: false, report: undefined });
    expect(results[0].findings).toMatchObject([{ rule: 'probes', component: 'Context broker' }]);
    expect(printed.said).toEqual([]);
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
    expect(await run(file, ['tenant-removed'])).toBe(true);
    expect(await run(file)).toBe(true);
  });

  test('a renamed city is known by its domain', async () => {
    await run(spec(''));
    const file = spec('');
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: bare', 'name: blank'));
    expect((await problemsOf(file)).map(({ code }) => code)).toEqual(['data-moved', 'city-renamed']);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('bare.example', 'blank.example'));
    expect(await run(file)).toBe(true);
  });

  test('what is kept lies where no tool that applies the artefacts looks', async () => {
    await run(spec(''));
    expect(readdirSync(join(out(), 'bare')).sort()).toEqual(['kubernetes', 'kubernetes.facts.json']);
  });

  test('a file that is none of these is told, and not taken for a first time', async () => {
    await run(spec(''));
    writeFileSync(join(out(), 'bare', 'kubernetes.facts.json'), '{}');
    expect(await problemsOf(spec(''))).toMatchObject([{ code: 'file-facts' }]);
  });
});
