import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a CloudFormation template that is read. */
export interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: Readonly<Record<string, unknown>>;
        readonly Metadata?: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** Where the CDK looks for the file of a nested template: https://docs.aws.amazon.com/cdk/v2/guide/assets.html */
export const fileMetadata = 'aws:asset:path';

/** The template in a file of a cloud assembly and those of its nested stacks, by the names of their files. */
export function readTemplates(folder: string, file: string): Readonly<Record<string, Template>> {
  const template = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template;
  const nested = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudFormation::Stack')
    .map(({ Metadata }) => readTemplates(folder, String(Metadata?.[fileMetadata])));
  return Object.assign({ [file]: template }, ...nested);
}
