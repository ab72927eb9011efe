import { composed, fileOf } from '../../platform/composed';
import { readable } from '../../support/readable';

/** A program inside the document, without the paragraphs that stand in an earlier one. */
function onceEach(): (_: string, value: unknown) => unknown {
  const seen = new Set<string>();
  const once = (paragraph: string) => {
    if (!paragraph.includes('\n')) return paragraph;
    if (seen.has(paragraph)) return `<as above: ${paragraph.trim().split('\n')[0]}>`;
    seen.add(paragraph);
    return paragraph;
  };
  return (_, value) => (typeof value === 'string' ? value.split('\n\n').map(once).join('\n\n') : value);
}

test('izmir’s gateway starts from this bootstrap', async () => {
  const file = fileOf(await composed('izmir'), '/citykit/envoy/envoy.json');
  expect(readable(JSON.parse(file, onceEach()))).toMatchSnapshot();
});

test('below .localhost the site of contexts has the name too by which the broker finds it', async () => {
  const contexts = (file: string) => [
    ...new Set(file.match(/https:\/\/models\\+\.[a-z-]+\\+\.(localhost|internal)\//g)),
  ];
  const names = contexts(fileOf(await composed('small-town'), '/citykit/envoy/envoy.json'));
  expect(names.map((name) => name.replaceAll('\\', ''))).toEqual([
    'https://models.small-town.localhost/',
    'https://models.small-town.internal/',
  ]);
  expect(fileOf(await composed('izmir'), '/citykit/envoy/envoy.json')).not.toContain('internal/');
});
