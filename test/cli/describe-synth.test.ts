import { describeSynth } from '../../cli/describe-synth';
import type { SynthResult } from '../../cli/synth-result';

const result = (city: string): SynthResult => ({
  city,
  target: 'kubernetes',
  folder: `out/${city}/kubernetes`,
  objects: { Deployment: 3 },
  files: [],
  findings: [],
  gates: [],
  optOuts: [],
  prerequisites: [],
  steps: [
    { command: `kubectl create namespace ${city}`, why: 'Once, and never again, as is said here in many words.' },
  ],
  secrets: { where: 'In the namespace.', commands: [{ command: `kubectl get ${city}`, why: 'Lists them.' }] },
});

const told = (cities: readonly string[], width?: number) =>
  describeSynth({ results: cities.map(result), report: 'out/index.html', leftAlone: [], ...(width && { width }) });

test('commands can be copied with what they are for, however narrow the terminal is', () => {
  const [, next = ''] = told(['izmir'], 40).split('\nNext\n');
  expect(next.split('\n')).toEqual([
    '  see out/index.html: what was made and what it needs',
    '  # Once, and never again, as is said',
    '  # here in many words.',
    '  kubectl create namespace izmir',
  ]);
});

test('where the secrets are is said of each platform, and of more than two by the page', () => {
  const text = told(['izmir', 'konya', 'bursa']);
  expect(text).toContain('\n  izmir, Kubernetes: In the namespace.\n  # Lists them.\n  kubectl get izmir\n');
  expect(text).not.toContain('kubectl get bursa');
  expect(text).toMatch(/\n {2}and the commands of 1 more, in the report$/);
});
