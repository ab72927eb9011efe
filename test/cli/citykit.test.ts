import { spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { citykit } from './support/built-citykit';

const smallTown = 'examples/small-town/city.yaml';
const turkiye = 'examples/turkiye/federation.yaml';
const packageVersion = JSON.parse(readFileSync('package.json', 'utf8')).version as string;

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'citykit-cli-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function specOf(lines: string): string {
  const file = join(scratch, 'city.yaml');
  writeFileSync(file, lines);
  return file;
}

describe('exit code 0', () => {
  test('validate says what the spec describes on standard output, and nothing else', async () => {
    expect(await citykit(['validate', smallTown])).toEqual({
      code: 0,
      stdout: 'valid  Small Town (FI), 8,200 people, laptop profile, 1 tenant, 2 data models, 1 open dataset\n',
      stderr: '',
    });
  });

  test('validate --json prints the city with its defaults as JSON', async () => {
    const { code, stdout, stderr } = await citykit(['validate', smallTown, '--json']);
    const { ok, kind, cities, problems } = JSON.parse(stdout);
    expect({ code, stderr, ok, kind, problems }).toEqual({ code: 0, stderr: '', ok: true, kind: 'city', problems: [] });
    expect(cities).toHaveLength(1);
    expect(cities[0]).toMatchObject({ name: 'small-town', title: 'Small Town', domain: 'small-town.localhost' });
  });

  test('validate --target asks for what synth would, and says where', async () => {
    const file = specOf(
      'name: izmir\ncountry: TR\npopulation: 9\nprofile: pilot\ndomain: izmir.example\ncontact: { email: a@izmir.example }\n',
    );
    expect((await citykit(['validate', file])).code).toBe(0);
    expect((await citykit(['validate', file, '--target', 'kubernetes'])).code).toBe(0);
    const { code, stderr } = await citykit(['validate', file, '--target', 'kubernetes', 'aws']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:1:1  targets.aws  [aws-certificate]`);
    const out = join(scratch, 'out');
    expect((await citykit(['synth', file, '--target', 'kubernetes', 'aws', '--out', out])).stderr).toBe(
      stderr.replace('\ncitykit explain', '\nNothing was written.\ncitykit explain'),
    );
  });

  test('without --target, validate and synth find the same, each with its place', async () => {
    const file = specOf('country: TR\nname: default\npopulation: 9\nprofile: laptop\n');
    const validated = await citykit(['validate', file]);
    expect(validated).toMatchObject({ code: 2, stdout: '' });
    expect(validated.stderr).toContain('1 problem in the spec\n');
    expect(validated.stderr).toContain(`${file}:1:1  targets.kubernetes.namespace = "default"  [kubernetes-namespace]`);
    expect((await citykit(['synth', file, '--out', join(scratch, 'out')])).stderr).toBe(
      validated.stderr.replace('\ncitykit explain', '\nNothing was written.\ncitykit explain'),
    );
  });

  test('validate takes a federation', async () => {
    const { code, stdout } = await citykit(['validate', turkiye, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cities.map(({ name }: { name: string }) => name)).toEqual(['istanbul', 'izmir']);
  });

  test('synth writes the artefacts and the report, a table to standard output and its progress to standard error', async () => {
    const out = join(scratch, 'out');
    const { code, stdout, stderr } = await citykit(['synth', smallTown, '--target', 'kubernetes', '--out', out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Small Town: Kubernetes\n' });
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n')[0]).toMatch(/^city {8}target {6}objects {2}gates {5}folder$/);
    expect(stdout).toContain(`\n  kubectl apply --server-side -f ${out}/small-town/kubernetes\n`);
    expect(readdirSync(out).sort()).toEqual(['citykit-outputs.json', 'index.html', 'small-town']);
    expect(readdirSync(join(out, 'small-town', 'kubernetes'))).toEqual(['Kustomization', 'small-town.k8s.yaml']);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  test('synth --json prints what was made', async () => {
    const out = join(scratch, 'out');
    const { code, stdout } = await citykit(['synth', smallTown, '--target', 'kubernetes', '--out', out, '--json']);
    expect(code).toBe(0);
    const { results, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({ ok: true, problems: [], report: join(out, 'index.html'), leftAlone: [] });
    expect(results).toEqual([
      {
        city: 'small-town',
        target: 'kubernetes',
        folder: join(out, 'small-town', 'kubernetes'),
        objects: expect.objectContaining({ Namespace: 1, Ingress: 1 }),
        files: ['small-town.k8s.yaml'],
        findings: [],
        gates: ['schema', 'consistency', 'policy', 'budget'].map((name) => ({
          name,
          checks: expect.any(String),
          passed: true,
          findings: 0,
        })),
        optOuts: expect.arrayContaining([
          {
            measure: expect.stringMatching(/backups/i),
            where: expect.any(String),
            reason: 'The laptop profile is for trying things out and holds no data of record.',
          },
        ]),
        prerequisites: expect.arrayContaining([{ name: 'Kubernetes', need: expect.any(String) }]),
        steps: [
          { command: 'kubectl create namespace small-town', why: expect.any(String) },
          { command: `kubectl apply --server-side -f ${out}/small-town/kubernetes`, why: expect.any(String) },
          { command: expect.stringContaining('wait --for=condition=Available'), why: expect.any(String) },
        ],
        secrets: {
          where: expect.any(String),
          commands: [
            'kubectl --namespace small-town get secrets --selector app.kubernetes.io/part-of=small-town',
            ...['identity-bootstrap-admin', 'portal-admin-password'].map(
              (name) =>
                `kubectl --namespace small-town get secret small-town-${name} --output jsonpath='{.data.password}' | base64 --decode`,
            ),
          ].map((command) => ({ command, why: expect.stringMatching(/\.$/) })),
        },
      },
    ]);
  });

  test('synth says every step of a deployment, and where the secrets are that people need', async () => {
    const { stdout } = await citykit(['synth', smallTown, '--out', join(scratch, 'out')]);
    const [, secrets = '', next = ''] = stdout.split(/\nWhere its secrets are\n|\nNext\n/);
    expect(secrets).toContain('\n  kubectl --namespace small-town get secret small-town-identity-bootstrap-admin ');
    expect(next.split('\n').filter((line) => line.startsWith('  kubectl'))).toEqual([
      '  kubectl create namespace small-town',
      `  kubectl apply --server-side -f ${join(scratch, 'out')}/small-town/kubernetes`,
      '  kubectl --namespace small-town wait --for=condition=Available deployment --selector app.kubernetes.io/part-of=small-town --timeout=20m',
    ]);
  });

  test('on one machine the variables that hold the secrets of people are those of the Compose file', async () => {
    const out = join(scratch, 'out');
    const { stdout } = await citykit(['synth', smallTown, '--target', 'compose', '--out', out, '--json']);
    const commands: { command: string }[] = JSON.parse(stdout).results[0].secrets.commands;
    const named = commands.flatMap(({ command }) => /\^(\w+)=/.exec(command)?.[1] ?? []);
    expect(named).toEqual(['IDENTITY_BOOTSTRAP_ADMIN', 'PORTAL_ADMIN_PASSWORD']);
    const file = readFileSync(join(out, 'small-town/compose/compose.yaml'), 'utf8');
    for (const name of named) expect(file).toMatch(new RegExp(`\\$\\{${name}\\b`));
  });

  test('validate says what a trial is sized for where its city would send more', async () => {
    const large = 'name: tokyo\ncountry: JP\npopulation: 14000000\nprofile: laptop\n';
    expect((await citykit(['validate', specOf(large)])).stdout).toMatch(
      /\n {7}Sized for 2 messages a second\. A message a minute from each of 14,000 devices would be 234: set load/,
    );
    const sized = `${large}load: { devices: 100 }\n`;
    expect((await citykit(['validate', specOf(sized)])).stdout).not.toContain('Sized for');
  });

  test('cost asks for no hosted zone, and for no other target', async () => {
    const file = specOf(
      'name: izmir\ncountry: TR\npopulation: 9\nprofile: pilot\ndomain: izmir.example\ncontact: { email: a@izmir.example }\n',
    );
    const { code, stdout } = await citykit(['cost', file, '--target', 'aws', '--json']);
    expect({ code, dollars: JSON.parse(stdout).estimates[0].dollars > 100 }).toEqual({ code: 0, dollars: true });
    expect((await citykit(['cost', file, '--target', 'kubernetes'])).stderr).toContain('Allowed choices are aws.');
  });

  test('synth --language chooses the language of the page; the spec’s own is the first choice', async () => {
    const file = specOf('name: liman\ncountry: TR\npopulation: 5000\nprofile: laptop\nlanguages: [tr, en]\n');
    const langOf = async (...more: string[]) => {
      const out = join(scratch, 'out');
      expect((await citykit(['synth', file, '--target', 'kubernetes', '--out', out, ...more])).code).toBe(0);
      return /<html lang="(\w+)">/.exec(readFileSync(join(out, 'index.html'), 'utf8'))?.[1];
    };
    expect(await langOf()).toBe('tr');
    expect(await langOf('--language', 'en')).toBe('en');
  });

  test('cost prints each item, the sums and what they rest on, or all of it as data, and writes nothing', async () => {
    const izmir = 'examples/izmir/city.yaml';
    const [text, data] = await Promise.all([citykit(['cost', izmir]), citykit(['cost', izmir, '--json'])]);
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: 'İzmir\n' });
    expect(text.stdout).toMatch(/^İzmir\nPart +Item +In a month +US dollars\nPostgreSQL +Aurora/);
    expect(text.stdout).toMatch(
      /\nAt least \$[\d,]+ a month in eu-central-1\.\nNot in the sum, because no price is known/,
    );
    const { ok, estimates, problems } = JSON.parse(data.stdout);
    const [city] = estimates;
    expect({ ok, problems, cities: estimates.length }).toEqual({ ok: true, problems: [], cities: 1 });
    expect(city).toMatchObject({ city: 'izmir', region: 'eu-central-1', currency: 'USD', unknownTypes: [] });
    const told = Number(/At least \$([\d,]+) a month/.exec(text.stdout)?.[1]?.replace(',', ''));
    expect(Math.abs(told - city.dollars)).toBeLessThanOrEqual(0.5);
    const sum = city.lines.reduce((total: number, { dollars = 0 }) => total + dollars, 0);
    expect(sum).toBeCloseTo(city.dollars, 0);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('graph prints a picture in SVG, Mermaid or as data', async () => {
    const [svg, mermaid, data] = await Promise.all([
      citykit(['graph', smallTown]),
      citykit(['graph', smallTown, '--format', 'mermaid']),
      citykit(['graph', smallTown, '--json']),
    ]);
    expect(svg.stdout).toMatch(
      /^<svg width="\d+" height="\d+" class="platform" role="img" aria-label="Platform of Small Town"/,
    );
    expect(mermaid.stdout).toMatch(/^flowchart LR\n/);
    expect(JSON.parse(data.stdout)).toMatchObject({ ok: true, graphs: [{ title: 'Small Town' }], problems: [] });
    expect([svg, mermaid, data].map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
  });

  test('graph --out writes a file and says so on standard error', async () => {
    const file = join(scratch, 'new', 'picture.svg');
    // Twice: its own is replaced.
    for (const _ of [1, 2]) {
      expect(await citykit(['graph', smallTown, '--out', file])).toEqual({
        code: 0,
        stdout: '',
        stderr: `wrote ${file}\n`,
      });
    }
    expect(readFileSync(file, 'utf8')).toMatch(/^<!-- made by citykit graph, .+ -->\n<svg [\s\S]+<\/svg>\n$/);
    expect(readdirSync(join(scratch, 'new'))).toEqual(['picture.svg']);
  });

  test('--version prints the version of the package', async () => {
    expect(await citykit(['--version'])).toEqual({ code: 0, stdout: `${packageVersion}\n`, stderr: '' });
  });

  test.each(['validate', 'synth', 'cost', 'graph', 'explain'])('%s --help shows examples', async (command) => {
    const { code, stdout, stderr } = await citykit([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: citykit ${command} [options] ${command === 'explain' ? '[code...]' : '<spec>'}`);
    expect(stdout).toMatch(new RegExp(`\\nExamples:\\n {2}\\$ citykit ${command} `));
  });

  test('--help explains the exit codes', async () => {
    const { code, stdout } = await citykit(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nExit codes:\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}.+\n/);
  });
});

describe('exit code 2', () => {
  test('a spec with several mistakes: every one is listed with its place, and nothing is written', async () => {
    const file = specOf('name: Bad Name\ncountry: XX\npopulation: -1\nprofile: laptop\nprofil: city\n');
    const out = join(scratch, 'out');
    const { code, stdout, stderr } = await citykit(['synth', file, '--out', out]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^4 problems in the spec\n/);
    for (const place of ['1:7', '2:10', '3:13', '5:1']) expect(stderr).toContain(`${file}:${place}`);
    expect(stderr).toContain("Did you mean 'profile'?");
    expect(stderr).toMatch(
      /\nNothing was written\.\ncitykit explain bad-format not-allowed out-of-range unknown-key says more\.\n$/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(out)).toBe(false);
  });

  test('nothing stays in the temporary folder either', async () => {
    const temporary = join(scratch, 'temporary');
    mkdirSync(temporary);
    const file = specOf('name: Bad Name\n');
    const { code } = await citykit(['synth', file, '--out', join(scratch, 'out')], { env: { TMPDIR: temporary } });
    expect(code).toBe(2);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('the same mistakes with --json are data, and standard error stays empty', async () => {
    const file = specOf('name: Bad Name\ncountry: XX\npopulation: -1\nprofile: laptop\nprofil: city\n');
    const { code, stdout, stderr } = await citykit(['validate', file, '--json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const { problems } = JSON.parse(stdout);
    expect(problems.map(({ path, line, column }: { [key: string]: unknown }) => [path, line, column])).toEqual([
      ['name', 1, 7],
      ['country', 2, 10],
      ['population', 3, 13],
      ['profil', 5, 1],
    ]);
  });

  test('a city.ts that is no TypeScript: its place, and all that the compiler says', async () => {
    const file = join(scratch, 'city.ts');
    writeFileSync(file, "export default {\n  title: 'İzmir' name: 'izmir',\n};\n");
    const { code, stdout } = await citykit(['validate', file, '--json']);
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 2,
      ok: false,
      kind: null,
      cities: [],
      problems: [
        {
          code: 'module-syntax',
          path: '',
          rule: 'The file is good TypeScript or JavaScript: Expected "}" but found "name".',
          fix: `Look at this line, "title: 'İzmir' name: 'izmir',", and the one above: brackets, commas, quotes.`,
          file,
          line: 2,
          column: 18,
        },
      ],
    });
  });

  test('a city.ts that imports what is no TypeScript: the file that is wrong', async () => {
    writeFileSync(join(scratch, 'broken.ts'), 'export const x = ;\n');
    const file = join(scratch, 'city.ts');
    writeFileSync(file, "import { x } from './broken';\nexport default { name: x };\n");
    const { stderr } = await citykit(['validate', file]);
    expect(stderr).toMatch(/broken\.ts:1:18 {2}\[module-syntax\]/);
  });

  test('a city.ts that imports what is not there: its name, and nothing of how it was looked for', async () => {
    const file = join(scratch, 'city.ts');
    writeFileSync(file, "import city from './nowhere';\nexport default city;\n");
    const { code, stderr } = await citykit(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toContain("    fix:  Mend what it says: Error: Cannot find module './nowhere'\n");
  });

  test('a spec from standard input has its mistakes with line and column', async () => {
    const { code, stderr } = await citykit(['validate', '-'], { input: 'name: Izmir\ncountry: TR\npopulation: 5\n' });
    expect(code).toBe(2);
    expect(stderr).toContain('standard input:1:7  name = "Izmir"  [bad-format]');
  });

  test('a picture of a form that is not drawn: the forms there are', async () => {
    const { code, stderr } = await citykit(['graph', smallTown, '--out', join(scratch, 'x.png')]);
    expect(code).toBe(2);
    expect(stderr).toContain('svg (.svg) and mermaid (.mmd, .mermaid)');
    expect(existsSync(join(scratch, 'x.png'))).toBe(false);
  });

  test('a picture where something of somebody else lies, or that was changed: it stays, unless it may be replaced', async () => {
    const mine = join(scratch, 'mine.svg');
    writeFileSync(mine, '<svg/>');
    const changed = join(scratch, 'changed.mmd');
    expect((await citykit(['graph', smallTown, '--out', changed])).code).toBe(0);
    writeFileSync(changed, `${readFileSync(changed, 'utf8')}%% mine\n`);
    symlinkSync(mine, join(scratch, 'link.svg'));
    mkdirSync(join(scratch, 'folder.svg'));
    const codeAt = async (file: string, ...more: string[]) => {
      const { code, stdout } = await citykit(['graph', smallTown, '--json', '--out', file, ...more]);
      return [code, JSON.parse(stdout).problems.map((problem: { code: string }) => problem.code)];
    };
    expect(await codeAt(mine)).toEqual([2, ['output-foreign']]);
    expect(await codeAt(join(mine, 'x.svg'))).toEqual([2, ['output-place']]);
    expect(await codeAt(changed)).toEqual([2, ['output-changed']]);
    expect(await codeAt(join(scratch, 'link.svg'), '--overwrite')).toEqual([2, ['output-foreign']]);
    expect(await codeAt(join(scratch, 'folder.svg'), '--overwrite')).toEqual([2, ['output-foreign']]);
    expect(await codeAt(join(scratch, 'no-ending'))).toEqual([2, ['picture-form']]);
    expect(readFileSync(mine, 'utf8')).toBe('<svg/>');
    expect(await codeAt(mine, '--overwrite')).toEqual([0, []]);
    expect(await codeAt(join(scratch, 'no-ending'), '--format', 'svg')).toEqual([0, []]);
  });

  test('types where something of somebody else lies, or that were changed: they stay, and folders are made', async () => {
    const file = join(scratch, 'src', 'entities.ts');
    const types = async (out: string, ...more: string[]) => {
      const { code, stdout } = await citykit(['models', 'types', '--spec', smallTown, '--json', '--out', out, ...more]);
      return [
        code,
        JSON.parse(stdout).problems.map((one: { code: string; path: string }) => `${one.code} ${one.path}`),
      ];
    };
    expect(await types(file)).toEqual([0, []]);
    expect(await types(file)).toEqual([0, []]);
    writeFileSync(file, `${readFileSync(file, 'utf8')}// mine\n`);
    expect(await types(file)).toEqual([2, ['output-changed --out']]);
    expect(await types(file, '--overwrite')).toEqual([0, []]);
    expect(await types(join(scratch, 'src'))).toEqual([2, ['output-foreign --out']]);
    expect(await types(specOf('mine'))).toEqual([2, ['output-foreign --out']]);
  });

  test('a folder that is not for artefacts', async () => {
    const { code, stderr } = await citykit(['synth', smallTown, '--out', '/']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^1 problem in the command\n\n {2}--out = "\/" {2}\[output-place\]\n/);
  });

  test.each([
    [['synth', 'none.yaml'], { report: null, results: [], leftAlone: [] }, 'file-missing'],
    [['synth', smallTown, '--out', '/'], { report: null, results: [], leftAlone: [] }, 'output-place'],
    [['synth', smallTown, '--tarjet', 'aws'], { report: null, results: [], leftAlone: [] }, 'command-line'],
    [['validate', 'none.yaml'], { kind: null, cities: [] }, 'file-missing'],
    [['graph', 'none.yaml'], { graphs: [] }, 'file-missing'],
    [['explain', 'nothing'], { codes: [] }, 'unknown-code'],
  ])('%j --json has every field of a success', async (args, fields, problem) => {
    const { code, stdout, stderr } = await citykit([...args, '--json']);
    const { problems, ...rest } = JSON.parse(stdout);
    expect({ code, stderr, rest }).toEqual({ code: 2, stderr: '', rest: { ok: false, ...fields } });
    expect(problems).toEqual([
      expect.objectContaining({
        code: problem,
        path: expect.any(String),
        rule: expect.any(String),
        fix: expect.any(String),
      }),
    ]);
  });

  test('an address in the place of a file: that nothing is fetched, and what to do', async () => {
    const address = 'https://izmir.example/city.yaml';
    for (const args of [
      ['validate', address],
      ['models', 'validate', address, '--spec', smallTown],
    ]) {
      const { code, stderr } = await citykit(args);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `${address}  [file-missing]\n    rule: What is read is a file of this machine; nothing is`,
      );
    }
  });

  test('a picture that cannot be written: its own name, not that of what it is made from', async () => {
    const file = join(scratch, `${'a'.repeat(251)}.svg`);
    const { code, stderr } = await citykit(['graph', smallTown, '--out', file]);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s/g, '')).toContain(`${file}[environment]`);
    expect(stderr).toContain('ENAMETOOLONG');
  });

  test('a file that is not there', async () => {
    const { code, stdout, stderr } = await citykit(['synth', join(scratch, 'none.yaml')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('none.yaml  [file-missing]');
  });

  test('a city alone of its country as a first joining', async () => {
    copyFileSync(smallTown, join(scratch, 'city.yaml'));
    const file = join(scratch, 'federation.yaml');
    writeFileSync(file, 'federation: lone\njoining: first\ncities: [city.yaml]\n');
    const { code, stderr } = await citykit(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^1 problem in the spec\n\n.+federation\.yaml:.+cities/);
    expect(stderr).toContain('at least two cities');
  });

  test.each([
    [['explain', 'nonsense'], 'command'],
    [['validate', 'none.yaml'], 'command'],
    [['cost', 'none.yaml'], 'command'],
    [['graph', smallTown, '--out', 'x.png'], 'command'],
  ])(
    '%j is told of as what it is, and that nothing was written only where something would be',
    async (args, subject) => {
      const { stderr } = await citykit(args);
      expect(stderr).toMatch(new RegExp(`^1 problem in the ${subject}\\n`));
      expect(stderr).not.toContain('Nothing was written');
    },
  );

  test('a damaged record, and a link in the place of an artefact: what to do, which is no --overwrite', async () => {
    const out = join(scratch, 'out');
    const synth = (...more: string[]) => citykit(['synth', smallTown, '--target', 'kubernetes', '--out', out, ...more]);
    expect((await synth()).code).toBe(0);
    const page = join(out, 'index.html');
    rmSync(page);
    symlinkSync(join(scratch, 'elsewhere'), page);
    for (const more of [[], ['--overwrite']]) {
      const { code, stderr } = await synth(...more);
      expect(code).toBe(2);
      expect(stderr).toContain('Move it, or choose another folder; it is a link, which --overwrite does not replace.');
    }
    rmSync(page);
    writeFileSync(join(out, 'citykit-outputs.json'), 'half');
    const { stderr } = await synth('--overwrite');
    expect(stderr).toMatch(
      /^1 problem in the output folder\n\n {2}--out = ".+citykit-outputs\.json" {2}\[output-record\]\n/,
    );
    expect(stderr).toContain('remove it and give --overwrite');
    // What it says works.
    rmSync(join(out, 'citykit-outputs.json'));
    expect((await synth('--overwrite')).code).toBe(0);
  });

  test.each([
    ['--target=kubernetes,aws', 'examples/izmir/city.yaml'],
    ['--target', 'kubernetes', 'examples/izmir/city.yaml'],
    ['--target', 'kubernetes,aws', 'examples/izmir/city.yaml'],
  ])('%s %s %s is understood', async (...args) => {
    expect(await citykit(['validate', ...args])).toMatchObject({ code: 0, stderr: '' });
  });

  test('what a terminal would obey is written out, wherever it stands', async () => {
    const evil = '\u001b[2J\u009b31m\u202egnihton';
    const file = specOf(`name: izmir\ncountry: TR\npopulation: 5\nprofile: laptop\n"a${evil}": 1\ntitle: "b\\e[8m"\n`);
    const outcomes = await Promise.all([
      citykit(['explain', evil]),
      citykit(['validate', file]),
      citykit(['validate', `${evil}.yaml`]),
      citykit([evil]),
      citykit(['validate', smallTown, `--${evil}`]),
    ]);
    for (const { code, stderr } of outcomes) {
      expect(code).toBe(2);
      expect(stderr).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
      expect(stderr).toContain('\\u001b[');
    }
  });

  test('a code that is long or looks like a secret is not repeated', async () => {
    const { stderr } = await citykit(['explain', 'x'.repeat(5000), 'AKIAABCDEFGHIJKLMNOP']);
    expect(stderr).not.toContain('AKIA');
    expect(stderr.length).toBeLessThan(1500);
  });

  test.each([
    [['synht', smallTown], 'Did you mean synth?'],
    [['synth', smallTown, '--tarjet', 'aws'], 'Did you mean --target?'],
    [['synth', smallTown, '--target', 'gcp'], 'Allowed choices are kubernetes, aws, compose, helm, eks.'],
    [['synth', smallTown, '--out', ''], 'name a folder'],
    [['graph', smallTown, '--format', 'png'], 'Allowed choices are svg, mermaid.'],
    [['synth'], "missing required argument 'spec'"],
    [['validate', smallTown, 'more.yaml'], 'too many arguments'],
  ])('%j says what was meant', async (args, hint) => {
    const { code, stdout, stderr } = await citykit(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('no command shows the help on standard error', async () => {
    const { code, stdout, stderr } = await citykit([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: citykit');
  });
});

describe('exit code 1', () => {
  const refusal = (path: string, reason: string) =>
    new RegExp(
      `^1 problem in the system\n\n {2}${path} {2}\\[environment\\]\n {4}rule: .*${reason}.+\n {4}fix: {2}.+\\.\n\n(.+\n)?citykit explain environment says more\\.\n$`,
    );

  // Where a folder cannot be made, Node's own way to make several does not end.
  test.each([
    ['synth', '/proc/citykit-out', 'ENOENT'],
    ['graph', '/proc/citykit-out/x.svg', 'ENOENT'],
  ])('%s --out %s: the path, the system’s reason and what to do, without a stack', async (command, out, reason) => {
    if (!existsSync('/proc/self')) return;
    const { code, stdout, stderr } = await citykit([command, smallTown, '--out', out]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(refusal('/proc/citykit-out', reason));
  });

  test.each([['validate'], ['graph'], ['explain']])('%s onto a full disk', async (command) => {
    if (!existsSync('/dev/full')) return;
    const args = command === 'explain' ? [command] : [command, smallTown];
    const full = openSync('/dev/full', 'w');
    const { code, stderr } = await citykit(args, { output: full });
    closeSync(full);
    expect(code).toBe(1);
    expect(stderr).toMatch(refusal('standard output', 'ENOSPC'));
  });
});

describe('when it is interrupted', () => {
  const running = (out: string) =>
    spawn(process.execPath, ['dist/cli/citykit.js', 'synth', turkiye, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const ended = (child: ReturnType<typeof running>) =>
    new Promise((done) => child.on('close', (_, signal) => done(signal)));
  const begun = (child: ReturnType<typeof running>) => new Promise((done) => child.stderr?.once('data', done));

  test.each(['SIGINT', 'SIGTERM'] as const)('by %s it leaves nothing behind and ends by it', async (signal) => {
    const child = running(join(scratch, 'new', 'out'));
    await begun(child);
    child.kill(signal);
    expect(await ended(child)).toBe(signal);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('by nothing, another that writes to the same folder waits for it, and both end well', async () => {
    const out = join(scratch, 'out');
    const child = running(out);
    const end = ended(child);
    await begun(child);
    const { code, stderr } = await citykit(['synth', smallTown, '--target', 'kubernetes', '--out', out]);
    expect(code).toBe(0);
    expect(stderr).toContain(`Waiting for process ${child.pid} on ${hostname()}, which writes to ${out}\n`);
    expect(await end).toBe(null);
    expect(readdirSync(out).sort()).toEqual(['citykit-outputs.json', 'index.html', 'istanbul', 'izmir', 'small-town']);
  });

  test('by SIGKILL, the next takes over its lock at once and ends well', async () => {
    const out = join(scratch, 'out');
    const child = running(out);
    await begun(child);
    child.kill('SIGKILL');
    await ended(child);
    expect(readdirSync(join(out, '.citykit')).sort()).toEqual(['lock', 'staging']);
    expect((await citykit(['synth', smallTown, '--target', 'kubernetes', '--out', out])).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['citykit-outputs.json', 'index.html', 'small-town']);
  });
});

describe('in a pipe', () => {
  test('there are no colours, unless they are asked for', async () => {
    const { stdout, stderr } = await citykit(['validate', smallTown]);
    expect(stdout + stderr).not.toContain('\u001b');
    const coloured = await citykit(['validate', smallTown], { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[32mvalid');
  });

  test('a reader that goes away does not crash it', async () => {
    const { code, stderr } = await citykit(['graph', turkiye], { closeEarly: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('what is loaded', () => {
  async function packagesOf(args: readonly string[]): Promise<string[]> {
    const log = join(scratch, 'loaded.json');
    const hook = join(scratch, 'hook.cjs');
    writeFileSync(
      hook,
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(log)}, JSON.stringify(Object.keys(require.cache))));`,
    );
    expect((await citykit(args, { node: ['--require', hook] })).code).toBe(0);
    const files: string[] = JSON.parse(readFileSync(log, 'utf8'));
    const names = files.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  }

  test('a Kubernetes synth loads nothing of AWS or Pulumi, and no compiler', async () => {
    const packages = await packagesOf(['synth', smallTown, '--target', 'kubernetes', '--out', join(scratch, 'out')]);
    expect(packages).toContain('cdk8s');
    expect(packages.filter((name) => /aws|cdk-nag|pulumi|tsx|esbuild|typescript/.test(name))).toEqual([]);
  });

  test('validate loads no target at all', async () => {
    const packages = await packagesOf(['validate', smallTown]);
    expect(packages).toContain('zod');
    expect(packages.filter((name) => /cdk|pulumi|viz|cel-js|constructs/.test(name))).toEqual([]);
  });
});
