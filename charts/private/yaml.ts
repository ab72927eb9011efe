import { stringify } from 'yaml';

/** As cdk8s writes YAML: of version 1.1, so that other parsers read the same from it, and with no line folded. */
const options = { keepUndefined: true, lineWidth: 0, version: '1.1' } as const;

const step = '  ';

/** Characters of texts that are remembered; then they are given back. Most texts of a platform are those of the one before. */
const mostRemembered = 8_000_000;

/** What is no plain character: controls other than tab and line feed, and halves of characters. */
const unusual = /[^\t\n -~\u00a0-\ud7ff\ue000-\uffff]/;

/**
 * Objects of plain JSON as the documents of one YAML file, to the byte as cdk8s's `Yaml.stringify` writes it; in a piece
 * for each, since one text of all takes twice as long.
 *
 * `yaml` makes a node of every value and tries some twenty patterns on each, which took a third of a synthesis. Here it
 * writes every name and text once, and what stands around them is written without it.
 */
export function toYaml(documents: readonly object[]): string[] {
  return documents.map((document, at) => {
    const lines = at ? ['---\n'] : [];
    collection(document, '', lines);
    return lines.join('');
  });
}

/** Adds an object or list, from where its first line is indented already. */
function collection(value: object, indent: string, lines: string[]): void {
  const inner = indent + step;
  let entries = 0;
  if (Array.isArray(value)) {
    for (const entry of value) {
      lines.push(entries++ ? `${indent}- ` : '- ');
      if (isCollection(entry)) collection(entry, inner, lines);
      else lines.push(scalar(entry, inner), '\n');
    }
  } else {
    for (const [name, entry] of Object.entries(value)) {
      if (entries++) lines.push(indent);
      lines.push(indented(key(name), indent));
      if (!isCollection(entry)) lines.push(' ', scalar(entry, inner), '\n');
      else {
        lines.push(Object.keys(entry).length === 0 ? ' ' : `\n${inner}`);
        collection(entry, inner, lines);
      }
    }
  }
  if (entries === 0) lines.push(Array.isArray(value) ? '[]\n' : '{}\n');
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function scalar(value: unknown, indent: string): string {
  if (typeof value === 'string') return tryBlock(value, indent) ?? indented(text(value), indent.slice(step.length));
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : text(value);
}

/** With every line but the first and empty ones that much further in. */
function indented(lines: string, indent: string): string {
  return lines.includes('\n') ? lines.replace(/\n(?=[^\n])/g, `\n${indent}`) : lines;
}

/** Texts of many lines, of which each city has megabytes; what is unusual is left to the library. */
function tryBlock(value: string, indent: string): string | undefined {
  const clipped = value.endsWith('\n');
  const lines = clipped ? value.slice(0, -1) : value;
  // The library says where a block begins or ends with blanks, and leaves empty lines empty.
  if (!lines.includes('\n') || lines.includes('\n\n') || lines !== lines.trim() || unusual.test(lines))
    return undefined;
  return `|${clipped ? '' : '-'}\n${indent}${lines.replaceAll('\n', `\n${indent}`)}`;
}

/** A scalar as the library writes it for a field of a document. */
const text = remembered((value: unknown) => stringify({ k: value }, options).slice('k: '.length, -1));

/** The name of a field, with its colon. */
const key = remembered((name: string) => stringify({ [name]: 0 }, options).slice(0, -' 0\n'.length));

function remembered<T>(write: (value: T) => string): (value: T) => string {
  const known = new Map<T, string>();
  let room = mostRemembered;
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const now = write(value);
    room -= now.length;
    if (room < 0) {
      known.clear();
      room = mostRemembered - now.length;
    }
    known.set(value, now);
    return now;
  };
}
