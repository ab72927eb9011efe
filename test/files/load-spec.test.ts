import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LoadedCity, type LoadedFederation, loadSpec } from '../../constructs/files/load-spec';
import { CityError, type Problem } from '../../constructs/problems/city-error';
import { isCity } from '../../constructs/spec/city';
import { isFederation } from '../../constructs/spec/federation';

const root = join(__dirname, '../..');
const fixture = (name: string) => join(__dirname, '../fixtures/specs', name);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-spec-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function problemsIn(file: string): Promise<readonly Problem[]> {
  const error = await loadSpec(file).catch((cause: unknown) => cause);
  if (!(error instanceof CityError)) throw error;
  return error.problems;
}

/** Code, path and position, without the folder. */
async function placesIn(file: string): Promise<string[]> {
  const problems = await problemsIn(file);
  return problems.map(({ code, path, file: where = '', line, column }) => {
    const position = line === undefined ? '' : `:${line}:${column}`;
    return `${where.replace(`${folder}/`, '')}${position} ${code} ${path}`.trim();
  });
}

const good = `name: izmir
country: TR
population: 4504185
domain: izmir.example
contact: { email: data@izmir.example }
`;

describe('a city', () => {
  test('in YAML is loaded, and its paths are found in the file', async () => {
    const file = write('city.yaml', `${good}tenants:\n  - id: waste\n    title: Refuse\n`);
    const spec = (await loadSpec(file)) as LoadedCity;
    expect(spec.kind).toBe('city');
    expect(spec.file).toBe(file);
    expect(isCity(spec.city)).toBe(true);
    expect(spec.locate('domain')).toEqual({ line: 4, column: 9 });
    expect(spec.locate('contact.email')).toEqual({ line: 5, column: 19 });
    expect(spec.locate('tenants')).toEqual({ line: 6, column: 1 });
    expect(spec.locate('tenants[0].title')).toEqual({ line: 8, column: 12 });
    expect(spec.locate('tenants[0].nothing')).toEqual({ line: 7, column: 5 });
    expect(spec.locate('backups.schedule')).toEqual({ line: 1, column: 1 });
  });

  test('may use anchors and merge keys', async () => {
    const file = write(
      'city.yaml',
      `${good}dataModels: [Building, Device]\nopenData:\n  - &open { type: Building, licence: CC-BY-4.0 }\n  - { <<: *open, type: Device }\n`,
    );
    const spec = (await loadSpec(file)) as LoadedCity;
    expect(spec.city.openData).toEqual([
      expect.objectContaining({ type: 'Building', licence: 'CC-BY-4.0' }),
      expect.objectContaining({ type: 'Device', licence: 'CC-BY-4.0' }),
    ]);
  });

  test('in JSON is loaded, and its mistakes have positions', async () => {
    const text =
      '{\n\t"$schema": "x",\n\t"name": "izmir",\n\t"country": "TR",\n\t"population": "many",\n\t"profile": "laptop"\n}\n';
    const file = write('city.json', text);
    expect(await placesIn(file)).toEqual(['city.json:5:16 wrong-type population']);
    expect((await loadSpec(write('good.json', text.replace('"many"', '5')))).kind).toBe('city');
  });

  test('with a byte order mark and Windows line ends is loaded', async () => {
    const file = write('city.yaml', `\ufeff${good.replaceAll('\n', '\r\n')}`);
    expect((await loadSpec(file)).kind).toBe('city');
  });

  test('gives every mistake its line and column, in the order of the file', async () => {
    const file = write(
      'city.yaml',
      [
        'name: Izmir',
        'contry: TR',
        'population: "4_504_185"',
        'domain: izmir.example',
        'contact:',
        '  name: Data',
        'tenants:',
        '  - id: waste',
        '  - id: waste',
        '    titel: Refuse',
        'gateway:',
        'population: 5',
      ].join('\n'),
    );
    expect(await placesIn(file)).toEqual([
      'city.yaml:1:7 bad-format name',
      'city.yaml:2:1 unknown-key contry',
      'city.yaml:5:1 contact-email-required contact.email',
      'city.yaml:9:9 tenant-unique tenants[1].id',
      'city.yaml:10:5 unknown-key tenants[1].titel',
      'city.yaml:11:1 wrong-type gateway',
      'city.yaml:12:1 yaml-duplicate-key',
    ]);
  });

  test('points at keys that are no text', async () => {
    const file = write('city.yaml', `${good}? null\n: 1\n? [a, b]\n: 2\nload:\n  ? { x: 1 }\n  : 3\n  4: 5\n  ~: 6\n`);
    expect(await placesIn(file)).toEqual([
      'city.yaml:6:3 unknown-key [""]',
      'city.yaml:8:3 unknown-key ["[ a, b ]"]',
      'city.yaml:11:5 unknown-key load["{ x: 1 }"]',
      'city.yaml:13:3 unknown-key load["4"]',
      'city.yaml:14:3 unknown-key load[""]',
    ]);
  });

  test('points through an alias to what it stands for', async () => {
    const file = write('city.yaml', `${good}tenants:\n  - &t { id: WASTE }\n  - *t\n`);
    expect(await placesIn(file)).toEqual([
      'city.yaml:7:14 bad-format tenants[0].id',
      'city.yaml:7:14 bad-format tenants[1].id',
    ]);
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['missing.yaml', undefined, ['missing.yaml file-missing']],
    ['city.toml', 'name = 1', ['city.toml file-kind']],
    ['empty.yaml', '', ['empty.yaml file-empty']],
    ['comment.yaml', '# nothing yet\n', ['comment.yaml file-empty']],
    ['list.yaml', '- name: izmir\n', ['list.yaml:1:1 wrong-type']],
    ['text.yaml', 'izmir\n', ['text.yaml:1:1 wrong-type']],
    ['large.yaml', `${good}# ${'x'.repeat(1_000_000)}`, ['large.yaml file-too-large']],
    ['utf-16.yaml', Buffer.from(`\ufeff${good}`, 'utf16le'), ['utf-16.yaml file-encoding']],
    ['quote.yaml', 'name: "izmir\n', ['quote.yaml:2:1 yaml-syntax']],
    ['tab.yaml', 'contact:\n\tname: Data\n', ['tab.yaml:2:1 yaml-syntax']],
    ['documents.yaml', `${good}---\n${good}`, ['documents.yaml:6:1 yaml-documents']],
    ['no-anchor.yaml', 'country: &i TR\ntitle: *i\nname: *izmir\n', ['no-anchor.yaml:3:7 yaml-alias']],
    ['cycle.yaml', 'tenants: &t [*t]\n', ['cycle.yaml:1:14 yaml-alias']],
    ['far-cycle.yaml', 'load: &l\n  a:\n    - b: *l\n', ['far-cycle.yaml:3:10 yaml-alias']],
    ['tag.yaml', `${good}title: !upper izmir\n`, ['tag.yaml:6:8 yaml-tag']],
    [
      'bomb.yaml',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\ne: *a\n`,
      ['bomb.yaml:4:5 yaml-alias'],
    ],
  ])('%s is reported', async (name, content, places) => {
    const file = content === undefined ? join(folder, name) : write(name, content);
    expect(await placesIn(file)).toEqual(places);
    const [problem] = await problemsIn(file);
    expect(problem?.rule).toMatch(/^.+\.$/);
    expect(problem?.fix).toMatch(/^.+\.$/);
  });

  test.each(['deep.yaml', 'deep.json'])('%s, which nests without end, is told so', async (name) => {
    const [problem, ...others] = await problemsIn(write(name, `{"name": ${'['.repeat(9000)}${']'.repeat(9000)}}`));
    expect(problem).toMatchObject({ code: 'yaml-syntax', line: 1, fix: expect.stringContaining('brackets up to') });
    expect(problem?.rule).not.toContain('stack');
    expect(others).toEqual([]);
  });

  test('a folder is answered with the file to name', async () => {
    expect(await problemsIn(folder)).toEqual([
      {
        code: 'file-directory',
        path: '',
        value: undefined,
        rule: 'A spec is a file.',
        fix: `Name a file in it, such as ${folder}/city.yaml.`,
        file: folder,
      },
    ]);
  });

  test('an unreadable one is answered with the reason of the system', async () => {
    const problems = await problemsIn(join(write('city.yaml', good), 'city.yaml'));
    expect(problems).toEqual([expect.objectContaining({ code: 'file-unreadable' })]);
    expect(problems[0]?.fix).toBe('Check the path and its permissions (ENOTDIR).');
  });

  test('a depth of brackets is a problem of syntax, and not of ours', async () => {
    const [problem] = await problemsIn(write('deep.yaml', '['.repeat(50_000)));
    expect(problem?.code).toBe('yaml-syntax');
  });

  test.each<[string, string, string[]]>([
    ['a list that is not closed, told by each bracket', `name: ${'['.repeat(12)}\ncountry: TR\n`, ['2:1']],
    [
      'a block that is indented otherwise, told by each line',
      `contact:\n    name: x\n${'   email: a\n'.repeat(9)}`,
      ['3:1'],
    ],
    ['tabs, of which one makes a key stand twice', 'contact:\n\tname: x\n\temail: y\ncountry: TR\n', ['2:1']],
    ['two that have nothing to do with each other', 'title: "a" b\ncontact: { email: a\n', ['1:12', '3:1']],
  ])('a mistake of syntax is told once: %s', async (_, text, places) => {
    const problems = await problemsIn(write('city.yaml', text));
    expect(problems.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(
      places.map((place) => `yaml-syntax ${place}`),
    );
  });

  test('the other lines with the same mistake are named', async () => {
    const [problem] = await problemsIn(write('city.yaml', `contact:\n    name: x\n${'   email: a\n'.repeat(9)}`));
    expect(problem?.rule).toBe(
      'The file is good YAML: All mapping items must start at the same column; the same on lines 4, 5, 6, 7, 8 and more.',
    );
  });

  test.each([
    ['city.json', '{\n "name": "izmir",\n "population": 5\n "tenants": [ {"id": "a" ]\n}\n', 3],
    ['city.json', '{ "name": "izmir" "country": "TR", "tenants": [ { }', 1],
    // As standard input may be.
    ['city.yaml', '{\n "name": "izmir",,\n "tenants": [ {"id": "a" ]\n}\n', 2],
  ])('%s in JSON is spoken of as JSON, and its first mistake alone is told', async (name, text, line) => {
    const problems = await problemsIn(write(name, text));
    expect(problems.map(({ code, rule, line: at }) => [code, rule, at])).toEqual([
      ['yaml-syntax', 'The file is good JSON.', line],
    ]);
    expect(problems[0]?.fix).toMatch(/comma/);
  });

  test('a syntax error does not quote what stands there', async () => {
    const problems = await problemsIn(write('city.yaml', 'identity: {password: hunter2, [}\n  hunter2: "\n'));
    expect(problems[0]?.code).toBe('yaml-syntax');
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

describe('a city in TypeScript or JavaScript', () => {
  test.each([
    ['city.ts', 'izmir'],
    ['named-city.ts', 'istanbul'],
    ['commonjs-city.js', 'small-town'],
  ])('%s is loaded', async (file, name) => {
    const spec = (await loadSpec(fixture(file))) as LoadedCity;
    expect(spec.city.name).toBe(name);
    expect(spec.locate('name')).toBeUndefined();
  });

  test('has its mistakes reported with the file', async () => {
    const file = fixture('invalid-city.ts');
    expect(await problemsIn(file)).toEqual([
      expect.objectContaining({ code: 'bad-format', path: 'name', file }),
      expect.objectContaining({ code: 'out-of-range', path: 'population', file }),
    ]);
  });

  test('that throws is answered with what it said', async () => {
    const file = fixture('throwing-city.ts');
    expect(await problemsIn(file)).toEqual([
      {
        code: 'module-throws',
        path: '',
        value: undefined,
        rule: 'The file runs without an error.',
        fix: 'Mend what it says: TypeError: no population was found in the register',
        file,
        line: 1,
        column: 7,
      },
    ]);
  });

  test('that exports none is answered with what to write', async () => {
    expect(await problemsIn(fixture('empty-city.ts'))).toEqual([
      expect.objectContaining({ code: 'module-empty', fix: 'Write export default defineCity({ … }).' }),
    ]);
  });

  test('is loaded by plain Node too', () => {
    const script = `require('./constructs/files/load-spec').loadSpec(process.argv[1]).then(
      ({ city }) => console.log(city.name), (error) => console.log(error.problems.map((problem) => problem.code).join()))`;
    const run = (file: string) =>
      execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script, fixture(file)], { cwd: root });
    expect(run('city.ts').toString()).toBe('izmir\n');
    expect(run('invalid-city.ts').toString()).toBe('bad-format,out-of-range\n');
  });
});

describe('a federation', () => {
  test('is loaded with its cities, by paths relative to its file', async () => {
    const spec = (await loadSpec(join(root, 'examples/turkiye/federation.yaml'))) as LoadedFederation;
    expect(spec.kind).toBe('federation');
    expect(spec.federation.title).toBe('Türkiye');
    expect(spec.cities.map(({ name }) => name)).toEqual(['istanbul', 'izmir']);
    expect(spec.members.map(({ file }) => file)).toEqual([
      join(root, 'examples/istanbul/city.yaml'),
      join(root, 'examples/izmir/city.yaml'),
    ]);
    expect(spec.members[1]?.locate('name')).toEqual({ line: 3, column: 7 });
  });

  test('may hold its cities itself', async () => {
    const inline = (name: string) => `  - name: ${name}\n    country: TR\n    population: 9\n    profile: laptop\n`;
    const spec = (await loadSpec(
      write('federation.yaml', `federation: turkiye\ncities:\n${inline('izmir')}${inline('istanbul')}`),
    )) as LoadedFederation;
    expect(spec.cities.map(({ name }) => name)).toEqual(['izmir', 'istanbul']);
    expect(spec.members[1]?.locate('population')).toEqual({ line: 9, column: 17 });
  });

  test('may be TypeScript', async () => {
    const spec = (await loadSpec(fixture('federation.ts'))) as LoadedFederation;
    expect(isFederation(spec.federation)).toBe(true);
    expect(spec.members.map(({ city }) => city.name)).toEqual(['izmir']);
  });

  test('of one city alone is refused, with the rule and the line', async () => {
    write('izmir/city.yaml', good);
    const file = write('turkiye/federation.yaml', 'federation: turkiye\ncities:\n  - ../izmir/city.yaml\n');
    expect(await problemsIn(file)).toEqual([
      {
        code: 'federation-country-alone',
        path: 'cities[0]',
        value: 'izmir (TR)',
        rule: 'When a country joins, at least two cities of it join at once.',
        fix: 'Add a second city of TR, or list TR under alreadyJoined if it has members.',
        file,
        line: 3,
        column: 5,
      },
    ]);
  });

  test('gathers the problems of all its files, each with its place', async () => {
    write('izmir.yaml', good.replace('TR', 'TUR').replace('4504185', 'many'));
    write('broken.yaml', 'name: [\n');
    write('nested.yaml', 'federation: other\ncities: [izmir.yaml]\n');
    const file = write(
      'federation.yaml',
      [
        'federation: turkiye',
        'joning: first',
        'cities:',
        '  - izmir.yaml',
        '  - broken.yaml',
        '  - missing.yaml',
        '  - nested.yaml',
        '  - { name: istanbul, country: TR, population: 0, profile: laptop }',
        '  - 4',
      ].join('\n'),
    );
    expect(await placesIn(file)).toEqual([
      'izmir.yaml:2:10 not-allowed country',
      'izmir.yaml:3:13 wrong-type population',
      'broken.yaml:2:1 yaml-syntax',
      'federation.yaml:2:1 unknown-key joning',
      'federation.yaml:6:5 file-missing cities[2]',
      'federation.yaml:7:5 federation-nested cities[3]',
      'federation.yaml:8:48 out-of-range cities[4].population',
      'federation.yaml:9:5 not-allowed cities[5]',
    ]);
  });
});
