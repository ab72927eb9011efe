import { parse } from 'yaml';
import { addModelEntry } from '../../constructs/files/add-model-entry';

const entry = 'models/Bench.yaml';
const added = (text: string, file = 'city.yaml') => addModelEntry(file, text, entry);

test.each([
  [
    'a list in lines, with its comments',
    'name: a # x\ndataModels:\n  # first\n  - Device # d\n\n# after\ntenants: []\n',
    'name: a # x\ndataModels:\n  # first\n  - Device # d\n  - models/Bench.yaml\n\n# after\ntenants: []\n',
  ],
  [
    'a list without indentation',
    'dataModels:\n- Device\nname: a\n',
    'dataModels:\n- Device\n- models/Bench.yaml\nname: a\n',
  ],
  [
    'a model in place at its end',
    'dataModels:\n  - type: A\n    attributes:\n      b: {}\nname: a\n',
    'dataModels:\n  - type: A\n    attributes:\n      b: {}\n  - models/Bench.yaml\nname: a\n',
  ],
  [
    'a list in brackets',
    'dataModels: [Device, Building] # two\n',
    'dataModels: [Device, Building, models/Bench.yaml] # two\n',
  ],
  ['an empty list', 'dataModels: []\n', 'dataModels: ["models/Bench.yaml"]\n'],
  [
    'a key without a value',
    'name: a\ndataModels:\ntenants: []\n',
    'name: a\ndataModels:\n  - models/Bench.yaml\ntenants: []\n',
  ],
  ['no key', 'name: a', 'name: a\ndataModels:\n  - models/Bench.yaml\n'],
  ['no line end after the list', 'dataModels:\n  - Device', 'dataModels:\n  - Device\n  - models/Bench.yaml\n'],
  [
    'line ends of Windows',
    'dataModels:\r\n  - Device\r\nname: a\r\n',
    'dataModels:\r\n  - Device\r\n  - models/Bench.yaml\r\nname: a\r\n',
  ],
  [
    'JSON',
    '{\n  "name": "a",\n  "dataModels": [\n    "Device"\n  ]\n}\n',
    '{\n  "name": "a",\n  "dataModels": [\n    "Device",\n    "models/Bench.yaml"\n  ]\n}\n',
  ],
  ['JSON without the key', '{\n  "name": "a"\n}\n', '{\n  "name": "a",\n  "dataModels": ["models/Bench.yaml"]\n}\n'],
])('keeps every other character: %s', (_what, before, after) => {
  expect(added(before)).toBe(after);
  expect(parse(after).dataModels.at(-1)).toBe(entry);
});

test.each([['dataModels: &list [Device]\nother: *list\n'], ['- a\n'], ['dataModels: Device\n']])(
  'where it finds no place it says what to write, or keeps what was meant: %j',
  (text) => {
    let result: string | undefined;
    try {
      result = added(text);
    } catch (error) {
      expect((error as Error).message).toContain('model-spec');
    }
    if (result !== undefined) expect(parse(result).dataModels).toEqual([...(parse(text).dataModels ?? []), entry]);
  },
);
