import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../constructs/files/to-yaml';
import { samples } from '../files/yaml-samples';
import { describePart } from './support/skip';

/** Keys of a ConfigMap are names; everything else is for the values. */
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'samples' }, data: samples };

describePart(['kubernetes'], 'What the kit writes as YAML', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-yaml-'));
  const file = join(folder, 'samples.yaml');
  beforeAll(() => writeFileSync(file, toYaml([configMap]).join('')));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is the same to kubectl', () => {
    const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
    const kubectl = join(cache, 'citykit/kubernetes/bin/kubectl');
    const local = ['annotate', '--local', '-f', file, 'read-by=kubectl', '-o', 'json'];
    const { data } = JSON.parse(execFileSync(kubectl, local, { encoding: 'utf8', env: { KUBECONFIG: '/dev/null' } }));
    expect(data).toEqual(samples);
  });

  const python = spawnSync('python3', ['-c', 'import yaml']).status === 0;
  (python ? test : test.skip)('is the same to PyYAML', () => {
    const script = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding="utf-8"))))';
    const { data } = JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
    expect(data).toEqual(samples);
  });
});
