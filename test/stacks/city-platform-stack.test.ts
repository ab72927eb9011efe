import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readable, withoutHashes } from '../support/readable';
import { cleanUp, synthesise, type Template } from './synthesis';

afterAll(cleanUp);

/** Every template of a cloud assembly, by its file. */
function templatesOf(example: 'izmir' | 'istanbul'): [string, Template][] {
  const { folder } = synthesise(example);
  const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  return files.sort().map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))]);
}

/** Type and logical id of each resource, sorted. */
function typesAndIds({ Resources }: Template): string[] {
  return Object.entries(Resources)
    .map(([id, { Type }]) => withoutHashes(`${Type} ${id}`))
    .sort();
}

test('izmir becomes these templates', () => {
  for (const [file, template] of templatesOf('izmir')) {
    const { Resources, ...rest } = template;
    // A document for each resource, in the order of type and id.
    const resources = typesAndIds(template)
      .map((line) => line.split(' ')[1]!)
      .map((id) => readable({ [id]: Resources[id] }));
    expect([readable(rest), ...resources].join('---\n')).toMatchSnapshot(file);
  }
});

test('istanbul becomes resources of these types and ids', () => {
  for (const [file, template] of templatesOf('istanbul'))
    expect(typesAndIds(template).join('\n')).toMatchSnapshot(file);
});
