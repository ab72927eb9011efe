import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { bundlePrograms } from './support/bundles';

const first = bundlePrograms();
const second = bundlePrograms();
afterAll(() => {
  first.remove();
  second.remove();
});

const files = readdirSync(first.folder).sort();
const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

test('there is one file for each program', () => {
  expect(files).toEqual(
    expect.arrayContaining(['create-secrets.cjs', 'create-tenants.cjs', 'dcat-ap.cjs', 'publish-models.cjs']),
  );
});

test('bundling twice gives the same bytes', () => {
  for (const file of files) expect(read(second.folder, file)).toBe(read(first.folder, file));
});

describe.each(files)('%s', (file) => {
  const text = read(first.folder, file);

  test('is small enough for a ConfigMap and names no path of the machine', () => {
    expect(text.length).toBeLessThan(700_000);
    expect(text).not.toContain(join(__dirname, '..', '..'));
  });

  test('requires nothing but Node and the AWS SDK of the Lambda runtime', () => {
    const required = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
    const foreign = required.filter(
      // What ajv would write into code that it keeps in files, which nobody asks it for.
      (name) =>
        !name.startsWith('@aws-sdk/') &&
        !/^ajv(-formats)?\/dist\//.test(name) &&
        !builtinModules.includes(name.replace(/^node:/, '')),
    );
    expect(foreign).toEqual([]);
  });
});

test('a bundle has the licence of what is bundled into it', () => {
  const [, licence] = read(first.folder, 'dcat-ap.cjs').split('Bundled from node_modules/n3:');
  expect(licence).toContain('Permission is hereby granted, free of charge');
});
