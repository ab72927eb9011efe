import type { CodeEntry } from './code-entry';

const spec = 'name: oulu\ncountry: FI\npopulation: 210000\nprofile: laptop';

/** What is wrong with a file that a spec is read from. */
export const fileCodes = {
  'file-missing': {
    title: 'The file does not exist.',
    why: 'Paths are relative to the current folder; those in a federation to the file of the federation.',
    mend: 'Check the path.',
    example: { of: 'shell', wrong: 'citykit validate town.yaml', right: 'citykit validate city.yaml' },
  },
  'file-directory': {
    title: 'A folder is named instead of a file.',
    why: 'A folder may hold several specs.',
    mend: 'Name a file in it.',
    example: { of: 'shell', wrong: 'citykit validate .', right: 'citykit validate ./city.yaml' },
  },
  'file-kind': {
    title: 'The file is of no kind that a spec can be read from.',
    why: 'The ending of its name says how it is read.',
    mend: 'Name a file that ends in .yaml, .yml, .json, .ts or .js.',
    example: {
      of: 'shell',
      wrong: 'cp city.yaml city.toml\ncitykit validate city.toml',
      right: 'citykit validate city.yaml',
    },
  },
  'file-unreadable': {
    title: 'The file cannot be read.',
    why: 'It is no regular file, or its permissions do not allow it.',
    mend: 'Check the path and its permissions.',
    example: {
      of: 'shell',
      wrong: 'mkfifo pipe.yaml\ncitykit validate pipe.yaml',
      right: 'citykit validate - < city.yaml',
    },
  },
  'file-too-large': {
    title: 'The file has more than 1 MB.',
    why: 'A spec is some hundred lines; what is larger is data, and reading it would take memory for nothing.',
    mend: 'Name the spec; data do not belong into it.',
    example: {
      of: 'shell',
      wrong: "head -c 1200000 /dev/zero | tr '\\0' '#' > large.yaml\ncitykit validate large.yaml",
      right: 'citykit validate city.yaml',
    },
  },
  'file-encoding': {
    title: 'The file is not text in UTF-8.',
    why: 'Names of cities have letters that other encodings write differently.',
    mend: 'Save the file as UTF-8.',
    example: {
      of: 'shell',
      wrong: "printf 'title: \\304\\260zmir\\n' | iconv -f utf-8 -t utf-16 > city16.yaml\ncitykit validate city16.yaml",
      right: 'citykit validate city.yaml',
    },
  },
  'file-empty': {
    title: 'The file holds nothing.',
    why: 'A spec has at least name, country and population, and a file of entities at least one; else what should have written it may have failed.',
    mend: 'Begin with these three; of entities look at what should have written them.',
    example: { of: 'file', name: 'city.yaml', wrong: '# to be written', right: spec },
  },
  'yaml-syntax': {
    title: 'The file is no YAML, or no JSON.',
    why: 'It cannot be read any further.',
    mend: 'Look at the line and the one above: indentation, quotes, brackets, commas, a missing colon.',
    example: { of: 'file', name: 'city.yaml', wrong: `${spec}\ntitle: [Oulu`, right: `${spec}\ntitle: Oulu` },
  },
  'yaml-duplicate-key': {
    title: 'A key stands twice in one mapping.',
    why: 'Readers of YAML disagree on which of the two counts.',
    mend: 'Remove one of the two.',
    example: { of: 'file', name: 'city.yaml', wrong: `${spec}\npopulation: 5`, right: spec },
  },
  'yaml-documents': {
    title: 'The file holds several YAML documents.',
    why: 'A file holds one spec.',
    mend: 'Give each document a file of its own, and list the files in a federation.',
    example: { of: 'file', name: 'city.yaml', wrong: `${spec}\n---\n${spec}`, right: spec },
  },
  'yaml-tag': {
    title: 'A value has a tag.',
    why: 'Tags mean something to one program only.',
    mend: 'Remove the tag.',
    example: { of: 'file', name: 'city.yaml', wrong: `${spec}\ntitle: !town Oulu`, right: `${spec}\ntitle: Oulu` },
  },
  'yaml-alias': {
    title: 'An alias refers to nothing above it, to itself, or to too much.',
    why: 'What it stands for would be unknown, or without end.',
    mend: 'Write the values out.',
    example: {
      of: 'file',
      name: 'city.yaml',
      wrong: `${spec}\ncontact: *office`,
      right: `${spec}\ncontact: { email: data@oulu.example }`,
    },
  },
  'module-syntax': {
    title: 'A city.ts, or a file that it imports, is no TypeScript.',
    why: 'It cannot be compiled.',
    mend: 'Look at the line and the one above: brackets, commas, quotes.',
    example: {
      of: 'file',
      name: 'city.ts',
      wrong: "export default {\n  name: 'oulu'\n  country: 'FI',\n};",
      right: "export default { name: 'oulu', country: 'FI', population: 210000, profile: 'laptop' };",
    },
  },
  'module-throws': {
    title: 'A city.ts throws an error while it is read.',
    why: 'It is a program, and it did not come to its end.',
    mend: 'Mend what the message says.',
    example: {
      of: 'file',
      name: 'city.ts',
      wrong: "export default { name: process.env.NO_SUCH_NAME!.toLowerCase(), country: 'FI' };",
      right: "export default { name: 'oulu', country: 'FI', population: 210000, profile: 'laptop' };",
    },
  },
  'package-missing': {
    title: 'A package is not installed that only some uses of citykit need.',
    why: 'A Kubernetes user needs nothing of AWS, and a spec in YAML no compiler: so these are left to whoever uses them.',
    mend: 'Run the command in the message.',
    example: { of: 'nothing', because: 'it depends on what is installed.' },
  },
  'module-empty': {
    title: 'A city.ts exports no city.',
    why: 'The spec is its default export, or the export named city.',
    mend: 'Write export default defineCity({ … }).',
    example: {
      of: 'file',
      name: 'city.ts',
      wrong: "export const town = { name: 'oulu', country: 'FI', population: 210000, profile: 'laptop' };",
      right: "export const city = { name: 'oulu', country: 'FI', population: 210000, profile: 'laptop' };",
    },
  },
} as const satisfies Record<string, CodeEntry>;
