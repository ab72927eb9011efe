import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Consumer } from './support/consumer';

const izmir = 'examples/izmir/city.yaml';

describe('a consumer who deploys to Kubernetes', () => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = new Consumer().install('cdk8s', 'cdk8s-plus-27');
    cpSync(izmir, join(consumer.folder, 'city.yaml'));
  });

  test('installs no AWS CDK and no Pulumi, and less than 80 MB', () => {
    const installed = readdirSync(join(consumer.folder, 'node_modules'));
    expect(installed).toEqual(expect.arrayContaining(['citykit', 'constructs', 'cdk8s']));
    expect(installed.filter((name) => /aws|cdk-nag|pulumi|esbuild|typescript/.test(name))).toEqual([]);
    const [size] = consumer.run('du', ['--summarize', '--block-size=1M', 'node_modules']).stdout.split('\t');
    expect(Number(size)).toBeLessThan(80);
  });

  test('runs no script of the kit when it installs it, of which npm would warn', () => {
    const { scripts } = JSON.parse(
      readFileSync(join(consumer.folder, 'node_modules/citykit/package.json'), 'utf8'),
    ) as { scripts: Record<string, string> };
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
  });

  test('gets the artefacts, byte for byte those of the checkout', () => {
    const out = join(consumer.folder, 'out');
    expect(consumer.citykit('synth', 'city.yaml', '--target', 'kubernetes', '--out', out)).toMatchObject({ code: 0 });
    const own = join(consumer.folder, 'checkout');
    consumer.run(process.execPath, [
      join(process.cwd(), 'dist/cli/citykit.js'),
      ...['synth', 'city.yaml', '--target', 'kubernetes', '--out', own],
    ]);
    const read = (folder: string) => readFileSync(join(folder, 'izmir/kubernetes/izmir.k8s.yaml'), 'utf8');
    expect(read(out)).toBe(read(own));
    expect(existsSync(join(out, 'index.html'))).toBe(true);
  });

  test('sees what a mistake in a program is, and not the code of the kit that throws it', () => {
    const { code, stderr } = consumer.run(process.execPath, ['-e', "require('citykit').defineCity({ name: 'Izmir' })"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('[bad-format]')]);
    // Node prints the line first, of which a bundle may have one alone.
    expect(stderr.indexOf('CityError: ')).toBeLessThan(1000);
  });

  test('importing loads neither the schemas of a spec nor what renders, and using it does', () => {
    const loaded = (program: string) =>
      consumer.run(process.execPath, ['-e', `${program}; console.log(Object.keys(require.cache).join('\\n'))`]).stdout;
    expect(loaded("require('citykit')")).not.toMatch(/cdk8s|node_modules\/(zod|yaml|tsx)\//);
    // cdk8s itself has yaml.
    expect(loaded("require('citykit/charts')")).not.toMatch(/node_modules\/(zod|cdk8s-plus-27|tsx)\//);
    const city = "require('citykit').defineCity({ name: 'izmir', country: 'TR', population: 9, profile: 'laptop' })";
    expect(loaded(city)).toMatch(/node_modules\/zod\//);
    const chart = `new (require('citykit/charts').CityPlatformChart)(new (require('cdk8s').App)(), 'izmir', { city: ${city} })`;
    expect(loaded(chart)).toMatch(/node_modules\/cdk8s-plus-27\//);
  });

  test.each([
    [['synth', 'city.yaml', '--target', 'aws'], 'npm install aws-cdk-lib cdk-nag'],
    [['cost', 'city.yaml'], 'npm install aws-cdk-lib cdk-nag'],
    [['synth', 'city.ts', '--target', 'kubernetes'], 'npm install tsx'],
  ])('%j says what to install', (args, command) => {
    writeFileSync(join(consumer.folder, 'city.ts'), 'export default {};\n');
    const { code, stderr } = consumer.citykit(...args);
    expect({ code, stack: /\n\s+at /.test(stderr) }).toEqual({ code: 2, stack: false });
    expect(stderr).toContain('[package-missing]');
    expect(stderr).toContain(`fix:  ${command}\n`);
  });

  test('finds the schemas and the examples in the package, and examples that import it by its name', () => {
    const kit = join(consumer.folder, 'node_modules/citykit');
    for (const name of readdirSync(join(kit, 'examples'))) {
      for (const file of readdirSync(join(kit, 'examples', name))) {
        const text = readFileSync(join(kit, 'examples', name, file), 'utf8');
        const [, schema] = /\$schema=(\S+)/.exec(text) ?? [];
        if (schema) expect(existsSync(join(kit, 'examples', name, schema))).toBe(true);
        const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, path]) => path);
        expect(imports.filter((path) => path?.startsWith('.'))).toEqual([]);
      }
    }
    const schema = 'citykit/schema/city.schema.json';
    const { stdout } = consumer.run(process.execPath, ['-p', `require('${schema}').$id`]);
    expect(stdout).toBe('urn:citykit:schema:city\n');
  });
});
