import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { builtInModels } from '../../constructs/models/built-in';
import type { DataModel } from '../../constructs/models/data-model';
import { exampleOf } from '../../constructs/models/example';
import { typescriptOf } from '../../constructs/models/typescript/typescript-of';

const folder = mkdtempSync(join(tmpdir(), 'citykit-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler says, strict, of the types and of a program that uses them. */
function mistakes(models: readonly DataModel[], program: string): string[] {
  writeFileSync(join(folder, 'types.ts'), typescriptOf(models));
  const file = join(folder, 'program.ts');
  writeFileSync(file, `import type * as city from './types';\n${program}`);
  const options = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: false,
    types: [],
    target: ts.ScriptTarget.ES2022,
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? '');
}

const models = Object.values(builtInModels);

const recursive: DataModel = {
  type: 'part_list',
  title: 'Parts */ of a thing',
  description: 'What it is made of.',
  subject: 'dataModel.x',
  attributes: {
    tree: {
      kind: 'Property',
      iri: 'https://example.org/tree',
      schema: {
        $ref: '#/$defs/node',
        $defs: {
          node: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#/$defs/node' } } },
          },
        },
      },
    },
    pair: {
      kind: 'Property',
      iri: 'https://example.org/pair',
      schema: { type: 'array', prefixItems: [{ type: 'number' }], items: false },
    },
  },
};

test('the examples of all models are of their types, in both forms', () => {
  const lines = models.flatMap((model) => {
    const example = exampleOf(model);
    const bare = Object.fromEntries(
      Object.entries(example).map(([name, one]) => {
        const attribute = one as { value?: unknown; object?: unknown };
        return [name, typeof one === 'object' ? (attribute.value ?? attribute.object) : one];
      }),
    );
    return [
      `export const ${model.type}: city.Entities['${model.type}'] = ${JSON.stringify(example)};`,
      `export const ${model.type}Bare: city.${model.type}KeyValues = ${JSON.stringify(bare)};`,
    ];
  });
  expect(mistakes(models, lines.join('\n'))).toEqual([]);
});

test('what refers to itself, small letters and lists by position compile', () => {
  const good = `export const one: city.Part_listKeyValues = { id: 'x', type: 'part_list', tree: { name: 'a', parts: [{ name: 'b' }] }, pair: [1] };`;
  expect(mistakes([recursive], good)).toEqual([]);
  const bad = `export const one: city.Part_listKeyValues = { id: 'x', type: 'part_list', tree: { parts: [] }, pair: [1, 2] };`;
  expect(mistakes([recursive], bad)).toHaveLength(2);
});

test.each([
  ['a required attribute that is missing', `{ id: 'x', type: 'ParkingSpot' }`],
  ['a value that is not listed', `{ ...spot, status: { type: 'Property', value: 'shut' } }`],
  ['another unit', `{ ...spot, width: { type: 'Property', value: 2, unitCode: 'CMT' } }`],
  ['another kind', `{ ...spot, refParkingSite: { type: 'Property', value: 'urn:x:1' } }`],
])('%s does not compile', (_what, entity) => {
  const spot = JSON.stringify(exampleOf(builtInModels.ParkingSpot!));
  const program = `const spot: city.ParkingSpot = ${spot};\nexport const one: city.ParkingSpot = ${entity};`;
  expect(mistakes([builtInModels.ParkingSpot!], program)).toHaveLength(1);
});
