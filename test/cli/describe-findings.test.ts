import { stripVTControlCharacters } from 'node:util';
import { describeFindings } from '../../cli/describe-findings';

test('a finding names object, component, place, value, rule and fix', () => {
  const text = describeFindings([
    {
      gate: 'policy',
      rule: 'image-tag',
      object: 'Deployment izmir-broker',
      path: 'spec.template.spec.containers[0].image',
      value: 'broker:latest',
      message: 'An image has a fixed tag.',
      fix: 'Name a tag.',
      component: 'Context broker',
      source: 'city.yaml:12:3 broker',
    },
  ]);
  expect(stripVTControlCharacters(text)).toBe(`1 finding of the gates. Nothing was written.

Deployment izmir-broker spec.template.spec.containers[0].image
  component  Context broker, city.yaml:12:3 broker
  value      "broker:latest"
  rule       policy/image-tag: An image has a fixed tag.
  fix        Name a tag.

citykit explain policy-image-tag says more.`);
});

test('what is not known is left out', () => {
  const finding = {
    gate: 'schema',
    rule: 'unknown-field',
    object: 'Job x',
    path: '',
    message: 'No such field.',
    fix: 'Remove it.',
  };
  expect(stripVTControlCharacters(describeFindings([finding, finding]))).toBe(
    [
      '2 findings of the gates. Nothing was written.',
      ...Array(2).fill(
        'Job x\n  component  beside the components\n  rule       schema/unknown-field: No such field.\n  fix        Remove it.',
      ),
      'citykit explain schema-unknown-field says more.',
    ].join('\n\n'),
  );
});
