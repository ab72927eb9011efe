import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpec } from '../../cli/load-spec';
import { synthAws } from '../../stacks/synth';
import { masked } from '../support/manifests';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citykit-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(['izmir', 'istanbul'])('%s becomes this stack', async (name) => {
  const spec = await loadSpec(`examples/${name}/city.yaml`);
  if (spec.kind !== 'city') throw new Error(`${name} is no city`);
  const { template, findings } = synthAws(spec.city, folder);
  expect(findings).toEqual([]);
  expect(masked(template)).toMatchSnapshot();
});
