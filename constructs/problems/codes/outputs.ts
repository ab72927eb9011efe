import type { CodeEntry } from './code-entry';

const synth = 'citykit synth city.yaml --target kubernetes';

/** What is wrong with the place that something is written to, or with a command line. */
export const outputCodes = {
  'output-place': {
    title: 'Something is to be written to a place that is not for it.',
    why: 'In the root of the file system, a home folder, a project or a checkout it would lie among the work of others; and where a file or a link that leads nowhere lies no folder can be made.',
    mend: 'Name a folder that is new or empty.',
    example: { of: 'shell', wrong: `${synth} --out .`, right: `${synth} --out out` },
  },
  'output-foreign': {
    title: 'Where an artefact, a picture or a report belongs lies something that citykit did not write.',
    why: 'citykit replaces what it wrote and nothing else: what synth wrote stands in citykit-outputs.json, and a comment at the beginning of a picture, a report or types says whose they are.',
    mend: 'Move it, or choose another place; with --overwrite a file is replaced. Links and folders never are. Where synth wrote it, citykit-outputs.json is missing: bring it back, since without it no change of a running city is noticed.',
    example: {
      of: 'shell',
      wrong: `mkdir out\necho mine > out/index.html\n${synth}`,
      right: `mkdir out\necho mine > out/notes.txt\n${synth}`,
    },
  },
  'output-changed': {
    title: 'An artefact, a picture or a report was changed since citykit wrote it.',
    why: 'The change would be lost: the next synthesis writes what follows from the spec.',
    mend: 'Move the change into the spec or the app, then replace the file with --overwrite.',
    example: {
      of: 'shell',
      wrong: `${synth}\necho '# by hand' >> out/izmir/kubernetes/izmir.k8s.yaml\n${synth}`,
      right: `${synth}\necho '# by hand' >> out/izmir/kubernetes/izmir.k8s.yaml\n${synth} --overwrite`,
    },
  },
  'output-locked': {
    title: 'Another citykit writes to the folder.',
    why: 'Two at once would mix their files.',
    mend: 'Wait until it has ended. The lock of a process that ended without giving it back is taken over, if it ran on this machine; else remove the file that the message names.',
    example: { of: 'nothing', because: 'it takes two processes at once.' },
  },
  'output-record': {
    title: 'The list of what citykit wrote cannot be read.',
    why: 'By citykit-outputs.json it knows its own files, and compares a running city with what it becomes.',
    mend: 'Take the file back from version control or a backup. If nothing is deployed from the folder, remove it and give --overwrite: this once no change of a running city is noticed.',
    example: {
      of: 'shell',
      wrong: `${synth}\necho nothing > out/citykit-outputs.json\n${synth}`,
      right: `${synth}\n${synth}`,
    },
  },
  'picture-form': {
    title: 'A picture is to be of a form that citykit does not draw.',
    why: 'It draws SVG, and writes Mermaid.',
    mend: 'Name a file that ends in .svg or .mmd; programs such as rsvg-convert make PNG of SVG.',
    example: {
      of: 'shell',
      wrong: 'citykit graph city.yaml --out platform.png',
      right: 'citykit graph city.yaml --out platform.svg',
    },
  },
  'command-line': {
    title: 'The command line cannot be understood.',
    why: 'A command, an option or a value in it is not known, or is missing.',
    mend: 'Write it as citykit --help, or citykit COMMAND --help, shows.',
    example: {
      of: 'shell',
      wrong: 'citykit validate city.yaml --jsn',
      right: 'citykit validate city.yaml --json',
    },
  },
  'unknown-code': {
    title: 'There is no such code to explain.',
    why: 'Codes stand in brackets behind a problem.',
    mend: 'Write it as the message suggests; citykit explain lists all of them.',
    example: { of: 'shell', wrong: 'citykit explain unknwon-key', right: 'citykit explain unknown-key' },
  },
  environment: {
    title: 'The system refused something.',
    why: 'A file or folder cannot be read or written: its permissions, its path or the space on the disk.',
    mend: 'Look at the path in the message. It is no mistake of the spec.',
    example: {
      of: 'shell',
      wrong: `${synth} --out /proc/out`,
      right: `${synth} --out out`,
    },
  },
  bug: {
    title: 'citykit itself failed.',
    why: 'Anything that is no mistake of yours and no fault of the system is a bug.',
    mend: 'Report it with the lines of the message.',
    example: { of: 'nothing', because: 'a bug that is known is mended.' },
  },
} as const satisfies Record<string, CodeEntry>;
