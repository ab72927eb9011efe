import type Ajv2020 from 'ajv/dist/2020';
import type { ModelAttribute } from './data-model';
import { exampleValueOf } from './example';
import { resolvePointer, subschemas } from './json-schema-walk';

/** What is wrong with the schema of an attribute, and where in it. */
export interface ValueSchemaProblem {
  readonly steps: readonly (string | number)[];
  readonly value: unknown;
  readonly rule: string;
  readonly fix: string;
}

/** Checks that the schema of an attribute is one of JSON Schema 2020-12, whole in itself, and that its example is valid. */
export function valueSchemaProblems(attribute: ModelAttribute & { readonly schema: object }): ValueSchemaProblem[] {
  const { schema } = attribute;
  const problems = [...foreignParts(schema), ...againstMetaSchema(schema), ...brokenPatterns(schema)];
  return problems.length > 0 ? problems : exampleProblems(attribute);
}

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** By which a schema would be known elsewhere, or know another. */
const names = ['$id', '$anchor', '$dynamicAnchor', '$dynamicRef', '$recursiveAnchor', '$recursiveRef', '$vocabulary'];

/** References that lead out of the schema, or nowhere, and names that only a schema of its own can have. */
function foreignParts(root: object): ValueSchemaProblem[] {
  return subschemas(root).flatMap(({ schema, steps }): ValueSchemaProblem[] => {
    const problems = names
      .filter((name) => name in schema)
      .map((name) => ({
        steps: [...steps, name],
        value: schema[name],
        rule: 'The schema of an attribute becomes part of that of its entity, and has no name of its own.',
        fix: `Remove ${name}; refer to a part of the schema as #/$defs/NAME.`,
      }));
    const { $ref, $schema } = schema;
    if ($schema !== undefined && $schema !== draft) {
      problems.push({
        steps: [...steps, '$schema'],
        value: $schema,
        rule: 'Schemas are of JSON Schema 2020-12.',
        fix: 'Write the schema in that draft, and remove $schema.',
      });
    }
    if (typeof $ref === 'string' && resolvePointer(root, $ref) === undefined) {
      problems.push({
        steps: [...steps, '$ref'],
        value: $ref,
        rule: 'A reference leads to a schema within the same attribute: the platform reads nothing from elsewhere.',
        fix: 'Copy what it leads to into $defs of this schema, and refer to it as #/$defs/NAME.',
      });
    }
    return problems;
  });
}

let ajv: Ajv2020 | undefined;

/** Reads JSON Schema 2020-12 with its formats; loaded only when there is a schema to check. */
export function jsonSchemaValidator(): Ajv2020 {
  if (ajv) return ajv;
  const { default: Ajv } = require('ajv/dist/2020') as typeof import('ajv/dist/2020');
  const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats');
  ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  return ajv;
}

function againstMetaSchema(schema: object): ValueSchemaProblem[] {
  const validate = jsonSchemaValidator().getSchema(draft);
  if (!validate || validate(schema)) return [];
  const seen = new Set<string>();
  return (validate.errors ?? []).flatMap(({ instancePath, keyword, message, params }) => {
    if (keyword === 'anyOf' || seen.has(instancePath)) return [];
    seen.add(instancePath);
    const steps = instancePath
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
    return [
      {
        steps,
        value: steps.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], schema),
        rule: `JSON Schema 2020-12: ${steps.at(-1) ?? 'a schema'} ${message}${allowed}.`,
        fix: 'Change it to what JSON Schema has.',
      },
    ];
  });
}

/** Ajv does not look at formats in a meta-schema, where a pattern has one. */
function brokenPatterns(root: object): ValueSchemaProblem[] {
  return subschemas(root).flatMap(({ schema, steps }) => {
    const { pattern, patternProperties } = schema;
    const patterns = [
      ...(typeof pattern === 'string' ? [{ steps: [...steps, 'pattern'], value: pattern }] : []),
      ...(typeof patternProperties === 'object' && patternProperties !== null
        ? Object.keys(patternProperties)
        : []
      ).map((value) => ({ steps: [...steps, 'patternProperties', value], value })),
    ];
    return patterns
      .filter(({ value }) => !isPattern(value))
      .map((one) => ({
        ...one,
        rule: 'JSON Schema 2020-12: a pattern is a regular expression of ECMA-262 with Unicode.',
        fix: 'Mend the expression.',
      }));
  });
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The example that is published is the schema's own first one, or one that is made from it. */
function exampleProblems(attribute: ModelAttribute & { readonly schema: object }): ValueSchemaProblem[] {
  const { schema } = attribute;
  const validate = jsonSchemaValidator().compile(schema);
  const why = () => jsonSchemaValidator().errorsText(validate.errors, { dataVar: 'it' });
  const { examples } = schema as { readonly examples?: readonly unknown[] };
  if (examples?.length) {
    return examples.flatMap((example, at) =>
      validate(example)
        ? []
        : [
            {
              steps: ['examples', at],
              value: example,
              rule: `An example agrees with its own schema: ${why()}.`,
              fix: 'Change the example, or the schema.',
            },
          ],
    );
  }
  if (validate(exampleValueOf(attribute))) return [];
  return [
    {
      steps: [],
      value: schema,
      rule: `An example of every attribute is published, and none could be made from this schema: ${why()}.`,
      fix: 'Add examples with a value that the schema allows: examples: [VALUE].',
    },
  ];
}
