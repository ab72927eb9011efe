import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { renderedTypes } from '../../../stacks/private/rendered-types';
import { ThreadedValidator } from '../../../stacks/private/threaded-validator';
import { cleanUp, examples, synthesise } from '../synthesis';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'citykit-test-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  cleanUp();
});

function validate(templatePath: string) {
  const stack = { stackConstructPath: 'city', templatePath, accountId: '111122223333', region: 'eu-central-1' };
  return ThreadedValidator.shared().validate({
    templatePaths: [templatePath],
    stackTemplates: [stack],
    accountId: '111122223333',
    region: 'eu-central-1',
    appConstruct: new App(),
  });
}

test('the validator gets ready for every type that the examples are made of', () => {
  const types = examples.flatMap((example) =>
    Object.values(synthesise(example).template.Resources).map(({ Type }) => Type),
  );
  expect([...new Set(types)].filter((type) => !renderedTypes.includes(type))).toEqual([]);
});

test('the validator finds nothing in a good template and names what is wrong in a bad one', () => {
  const write = (name: string, properties: object) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ Resources: { Files: { Type: 'AWS::S3::Bucket', Properties: properties } } }));
    return path;
  };
  expect(validate(write('good.json', { BucketName: 'files' })).success).toBe(true);
  const { success, violations } = validate(write('bad.json', { BucketNam: 'files' }));
  expect(success).toBe(false);
  expect(violations).toContainEqual(
    expect.objectContaining({
      description: expect.stringContaining('BucketNam'),
      violatingResources: [expect.objectContaining({ resourceLogicalId: 'Files' })],
    }),
  );
});

test('the validator says why there is no report', () => {
  expect(() => validate(join(folder, 'none.json'))).toThrow(/gave no report: Error: ENOENT/);
});
