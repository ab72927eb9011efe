import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CfnResource, Stack } from 'aws-cdk-lib';

// biome-ignore lint/suspicious/noExplicitAny: properties of resources are plain JSON of any shape.
export type Json = any;

export interface Template {
  readonly Parameters?: Record<string, Json>;
  readonly Resources: Record<string, Json>;
  readonly Outputs?: Record<string, Json>;
}

export const nestedType = 'AWS::CloudFormation::Stack';

/** The templates of a stack in a cloud assembly, by their files: its own first, then those of its nested stacks. */
export function readTemplates(folder: string, file: string): Record<string, Template> {
  const template = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template;
  const nested = Object.values(template.Resources).filter(({ Type }) => Type === nestedType);
  return Object.assign({ [file]: template }, ...nested.map((resource) => readTemplates(folder, fileOf(resource))));
}

/**
 * What the template of a stack and those of its nested stacks say together, as one template. Ids of a nested stack begin with
 * the id of that stack, and its parameters are filled in.
 */
export function flatTemplate(folder: string, file: string): Template {
  const templates = readTemplates(folder, file);
  return { ...templates[file], Resources: flatResources(templates, file, '', {}) };
}

/** Id of a resource in the flat template. */
export function flatIdOf(resource: CfnResource): string {
  const stack = Stack.of(resource);
  const own = stack.resolve(resource.logicalId);
  return stack.nestedStackResource ? flatIdOf(stack.nestedStackResource) + own : own;
}

function flatResources(
  templates: Readonly<Record<string, Template>>,
  file: string,
  prefix: string,
  values: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const { Resources } = templates[file]!;
  const named = (id: string) => (id in Resources ? prefix + id : id);
  const walk = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    if ('Ref' in value) return values[value.Ref] ?? { Ref: named(value.Ref) };
    const [id, attribute] = value['Fn::GetAtt'] ?? [];
    if (id !== undefined) return { 'Fn::GetAtt': [named(id), attribute] };
    if (/\$\{(?!AWS::|!)/.test(value['Fn::Sub'] ?? '')) throw new Error(`${JSON.stringify(value)} is not understood`);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const entries = Object.entries(Resources).flatMap(([id, { DependsOn, ...rest }]): [string, Json][] => {
    const resource = { ...walk(rest), ...(DependsOn && { DependsOn: [DependsOn].flat().map(named) }) };
    const inner =
      rest.Type === nestedType
        ? flatResources(templates, fileOf(rest), prefix + id, resource.Properties.Parameters ?? {})
        : {};
    return [[prefix + id, resource], ...Object.entries(inner)];
  });
  return Object.fromEntries(entries);
}

function fileOf({ Metadata }: Json): string {
  return Metadata['aws:asset:path'];
}
