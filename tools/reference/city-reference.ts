import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/waist/package-root';
import { generated, markdownTable } from './markdown-table';

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Every field of the city spec. */
export function cityReference(): string {
  const file = join(packageRoot(), 'schema', 'city.schema.json');
  const rows = fields(JSON.parse(readFileSync(file, 'utf8')) as Schema, '');
  return `# The city spec

${generated} The same as JSON Schema, for editors: \`schema/city.schema.json\`.

${markdownTable(['field', 'what it says', 'default', 'example'], rows)}
`;
}

function fields(schema: Schema, path: string): string[][] {
  const rows = Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const place = path === '' ? key : `${path}.${key}`;
    const required = schema.required?.includes(key) && field.default === undefined;
    return [
      [
        `\`${place}\`${required ? ' *' : ''}`,
        field.description ?? '',
        field.default === undefined || isEmpty(field.default) ? '' : code(field.default),
        field.examples?.[0] === undefined ? choices(field) : code(field.examples[0]),
      ],
      ...fields(field, place),
      ...(field.items ? fields(field.items, `${place}[]`) : []),
    ];
  });
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => fields(one, path));
  return [...rows, ...alternatives].filter((row, index, all) => all.findIndex(([place]) => place === row[0]) === index);
}

function choices({ enum: values, const: only }: Schema): string {
  return values && values.length < 8 ? values.map(code).join(', ') : only === undefined ? '' : code(only);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
