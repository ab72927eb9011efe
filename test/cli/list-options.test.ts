import { withListsSplit } from '../../cli/list-options';

test.each<[string, string]>([
  ['synth city.yaml --target kubernetes aws', 'synth city.yaml --target=kubernetes --target=aws'],
  ['synth --target kubernetes city.yaml', 'synth --target=kubernetes city.yaml'],
  [
    'synth --target kubernetes aws ../a/city.yaml --json',
    'synth --target=kubernetes --target=aws ../a/city.yaml --json',
  ],
  ['synth --target kubernetes,aws city.yaml', 'synth --target=kubernetes --target=aws city.yaml'],
  ['synth --target=kubernetes,aws city.yaml', 'synth --target=kubernetes --target=aws city.yaml'],
  ['synth --target=kubernetes city.yaml', 'synth --target=kubernetes city.yaml'],
  ['synth --target kubernetes -', 'synth --target=kubernetes -'],
  ['synth city.yaml --target', 'synth city.yaml --target'],
  ['synth city.yaml --target --json', 'synth city.yaml --target --json'],
  ['synth city.yaml --target gcp', 'synth city.yaml --target=gcp'],
  ['synth a.yaml --accept one two --target aws', 'synth a.yaml --accept=one --accept=two --target=aws'],
  ['synth --targets x -- --target a b', 'synth --targets x -- --target a b'],
])('%s is understood as %s', (written, understood) => {
  expect(withListsSplit(written.split(' '), ['--target', '--accept'])).toEqual(understood.split(' '));
});
