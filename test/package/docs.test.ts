import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Consumer } from './support/consumer';
import { cellsOf, type Fence, fencesOf } from './support/fences';
import { type Help, problemsOf } from './support/shell';
import { resolutions, typeCheck } from './support/type-check';

const guides = readdirSync('docs/guide').map((name) => `docs/guide/${name}`);
const pages = ['README.md', ...guides];
const fences = pages.flatMap(fencesOf);
const readme = fencesOf('README.md');
const of = (...languages: readonly string[]) => fences.filter(({ language }) => languages.includes(language));
const title = ({ file, line }: Fence) => `${file}:${line}`;

/** The file that a fence of the README is. */
function readmeFile(name: string): string {
  const found = readme.find(({ mark }) => mark === name);
  if (!found) throw new Error(`the README has no ${name}`);
  return found.code;
}

const consumer = new Consumer();
const { folder } = consumer;

/** Packages that the README's table names, each with its version where it has one. */
const packages = [...readFileSync('README.md', 'utf8').matchAll(/^\| [^|]+ \| +(`[^|]+)\|$/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, names = '']) => names.split(' ')))
  .filter((name, at, all) => all.indexOf(name) === at);

function shell(code: string, cwd = folder) {
  return consumer.run('bash', ['-euo', 'pipefail', '-c', code], cwd);
}

/** The folder as the README leaves it when the spec is written. */
function start(): void {
  for (const name of readdirSync(folder)) {
    if (!/^(node_modules|package.*\.json)$/.test(name)) rmSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'city.yaml'), readmeFile('city.yaml'));
}

beforeAll(() => {
  // What the README says about installing, in its order, and then what else its table names.
  for (const { code } of readme.filter(({ mark, code }) => mark === '' && code.includes('npm install'))) {
    expect(shell(code)).toMatchObject({ code: 0 });
  }
  expect(packages).toEqual(expect.arrayContaining(['cdk8s', 'aws-cdk-lib', '@pulumi/pulumi', 'tsx']));
  consumer.run('npm', ['install', ...packages]);
});

describe('the spec of the README', () => {
  beforeEach(start);

  test.each(['kubernetes', 'aws'])('passes every gate for %s', (target) => {
    expect(consumer.citykit('synth', 'city.yaml', '--target', target)).toMatchObject({ code: 0 });
  });

  test('names a schema that is there', () => {
    const [, path = ''] = /\$schema=(\S+)/.exec(readmeFile('city.yaml')) ?? [];
    expect(JSON.parse(readFileSync(join(folder, path), 'utf8'))).toMatchObject({ type: 'object' });
    expect(path.replace('node_modules/citykit/', '')).toBe('schema/city.schema.json');
  });

  test('is understood as TypeScript by the command too', () => {
    writeFileSync(join(folder, 'city.ts'), readmeFile('city.ts'));
    expect(consumer.citykit('validate', 'city.ts', '--target', 'kubernetes')).toMatchObject({ code: 0, stderr: '' });
  });
});

test.each(
  of('sh')
    .filter(({ mark }) => mark === '')
    .map((fence) => [title(fence), fence] as const),
)('%s runs', (_, { code }) => {
  if (code.includes('npm install')) return;
  start();
  expect(shell(code)).toMatchObject({ code: 0 });
});

describe('commands that take more than the package', () => {
  const helps = new Map<string, string>();

  const help: Help = (program, subcommand) => {
    const key = [program, ...subcommand].join(' ');
    const known = helps.get(key);
    if (known !== undefined) return known;
    const text = helpOf(program, subcommand);
    if (text !== undefined) helps.set(key, text);
    return text;
  };

  function helpOf(program: string, subcommand: readonly string[]): string | undefined {
    if (program === 'citykit' || program === 'cdk') {
      return consumer.run('npx', [program, ...subcommand.slice(0, subcommand[0] === 'models' ? 2 : 1), '--help'])
        .stdout;
    }
    if (program !== 'kubectl' || consumer.run('bash', ['-c', 'command -v kubectl']).code !== 0) return undefined;
    const general = consumer.run('kubectl', ['options']).stdout;
    const [first, second] = subcommand;
    const words = first === 'create' ? (second === 'secret' ? 3 : 2) : 1;
    const verb = subcommand.slice(0, words);
    return `${general}${consumer.run('kubectl', [...verb, '--help']).stdout}`;
  }

  test.each(
    of('sh')
      .filter(({ mark }) => mark !== '')
      .map((fence) => [title(fence), fence] as const),
  )('%s are shell, with options that their programs have', (_, { code }) => {
    expect(problemsOf(code, help)).toEqual([]);
  });

  test('an option that there is not is found', () => {
    expect(problemsOf('npx cdk deploy --approve-all', help)).toEqual(['cdk deploy has no --approve-all']);
    expect(problemsOf('x=$(npx citykit synth city.yaml --targets aws) && true', help)).toEqual([
      'citykit synth has no --targets',
    ]);
    expect(problemsOf('if true', help)).toEqual([expect.stringContaining('syntax error')]);
  });
});

describe('parts of a spec', () => {
  type Json = Record<string, unknown>;

  const within = (path: string, value: unknown): unknown =>
    path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  const parts: readonly (readonly [string, unknown])[] = [
    ...of('yaml')
      .filter(({ mark }) => mark === '')
      .map((fence) => [title(fence), parse(fence.code)] as const),
    ...pages.flatMap((page) =>
      cellsOf(page).map(({ path, value }, at) => {
        const whole = path.startsWith('targets.') ? path : `targets.kubernetes.${path}`;
        return [`${page}, ${path} ${at + 1}`, within(whole, parse(value))] as const;
      }),
    ),
  ];

  /** The README's city on a cluster that has what the parts speak of. */
  const base = () =>
    merged(parse(readmeFile('city.yaml')), {
      targets: {
        kubernetes: {
          edge: { kind: 'ingress' },
          objectStore: { endpoint: 'https://objects.izmir.example', bucket: 'izmir', secretName: 'object-store' },
        },
      },
    });

  function merged(base: unknown, part: unknown): unknown {
    const isObject = (value: unknown): value is Json =>
      typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject(base) || !isObject(part)) return part;
    const changed = Object.entries(part).map(([key, value]) => [key, key in base ? merged(base[key], value) : value]);
    return { ...base, ...Object.fromEntries(changed) };
  }

  test.each(parts)('%s is good in the spec of the README', (_, part) => {
    start();
    writeFileSync(join(folder, 'city.yaml'), stringify(merged(base(), part)));
    const { code, stderr } = consumer.citykit('validate', 'city.yaml', '--target', 'kubernetes', 'aws');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('there are some in tables too', () => {
    expect(parts.length).toBeGreaterThan(of('yaml').filter(({ mark }) => mark === '').length);
  });
});

test.each(of('json').map((fence) => [title(fence), fence] as const))('%s is JSON', (_, { code }) => {
  expect(typeof JSON.parse(code)).toBe('object');
});

describe('programs', () => {
  const programs = of('ts').map((fence) => ({
    fence,
    name: join(fence.file.replace(/\.md$/, ''), fence.mark || `line-${fence.line}.ts`),
  }));

  /** Every program in a folder of its page, with the README's city beside it, as modules of one kind. */
  function write(type: 'module' | 'commonjs'): string {
    const root = join(folder, type);
    for (const { fence, name } of programs) {
      const file = join(root, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(join(dirname(file), 'city.ts'), readmeFile('city.ts'));
      writeFileSync(join(dirname(file), 'city.yaml'), readmeFile('city.yaml'));
      writeFileSync(file, fence.code);
    }
    writeFileSync(join(root, 'package.json'), JSON.stringify({ type }));
    // Pulumi's programs talk to its engine; here to mocks.
    writeFileSync(
      join(root, 'mocks.cjs'),
      `require('@pulumi/pulumi').runtime.setMocks({
         newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs });`,
    );
    return root;
  }

  describe.each([
    ['module', ['bundler', 'ES modules, nodenext']],
    ['commonjs', ['node10', 'CommonJS, nodenext']],
  ] as const)('as %s', (type, kinds) => {
    let root: string;

    beforeAll(() => {
      start();
      root = write(type);
    });

    // What the last one writes is run.
    test.each(kinds)('compile in strict TypeScript: %s', (kind) => {
      expect(Object.keys(resolutions)).toContain(kind);
      const files = programs.map(({ name }) => join(root, name));
      expect(typeCheck(files, kind)).toEqual([]);
    });

    test.each(programs.map(({ fence, name }) => [title(fence), name, fence] as const))(
      '%s runs',
      (_, name, { code }) => {
        const file = join(root, name.replace(/\.ts$/, '.js'));
        const mocks = code.includes('pulumi') ? ['--require', join(root, 'mocks.cjs')] : [];
        const { code: exit, stderr } = consumer.run(process.execPath, [...mocks, file], dirname(file));
        expect({ exit, stderr: exit === 0 ? '' : stderr }).toEqual({ exit: 0, stderr: '' });
      },
    );
  });
});

// The folder of the examples is the package's, so that they are tried where their users find them.
test.each(['aws', 'kubernetes', 'pulumi'])('the example %s.ts runs from the package', (name) => {
  start();
  cpSync(join(folder, 'node_modules/citykit/examples'), join(folder, 'examples'), { recursive: true });
  writeFileSync(
    join(folder, 'mocks.cjs'),
    `require('@pulumi/pulumi').runtime.setMocks({
       newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs });`,
  );
  const program =
    name === 'pulumi' ? `require('./examples/izmir/pulumi.ts')()` : `require('./examples/izmir/${name}.ts')`;
  const args = ['--require', 'tsx/cjs', ...(name === 'pulumi' ? ['--require', './mocks.cjs'] : []), '-e', program];
  expect(consumer.run(process.execPath, args)).toMatchObject({ code: 0 });
});
