import { DEFAULT_SCHEMA, dump, Type } from 'js-yaml';
import { remembered } from './remembered';

/**
 * What some reader takes for a number or a date, such as `1_000` and `2026-1-1` in YAML 1.1: a text that looks like it is
 * quoted. For other words, and for characters that YAML 1.1 takes for the end of a line, the library does so by itself.
 */
const numberLike = new Type('tag:citykit,2026:number-like', {
  kind: 'scalar',
  resolve: (value: unknown) => typeof value === 'string' && /^(?:[-+.\d]|e\d)[-+.:_\da-fox]*$/i.test(value),
});

const options = {
  schema: DEFAULT_SCHEMA.extend({ implicit: [numberLike] }),
  lineWidth: -1,
  quotingType: '"',
} as const;

const step = '  ';

/** Names, addresses and images, which no reader takes for anything else: too long for a word such as `false`, and no number. */
const plain = /^(?!e\d)[a-z][-\w./:]{4,}[\w/]$/i;

/** What not every reader takes for a plain character: controls, line ends of YAML 1.1, marks, and halves of characters. */
const unusual = /[^\t\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/**
 * Objects of plain JSON as the documents of one YAML file that readers of YAML 1.1 and 1.2 take for the same: Go's in
 * kubectl, Python's, JavaScript's. cdk8s's `Yaml.stringify` leaves in what YAML 1.1 takes for the end of a line. In a piece for
 * each, since one text of all takes twice as long.
 *
 * A library that writes whole objects tries its patterns on every value, which took a third of a synthesis. Here it writes
 * every name and text once, and what stands around them is written without it.
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
  if (typeof value === 'string') {
    if (plain.test(value)) return value;
    return tryJson(value) ?? tryBlock(value, indent) ?? indented(text(value), indent.slice(step.length));
  }
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
  // The library says where a block begins or ends with blanks.
  if (!lines.includes('\n') || lines !== lines.trim() || unusual.test(lines)) return undefined;
  return `|${clipped ? '' : '-'}\n${indent}${indented(lines, indent)}`;
}

/** A long line of JSON, such as a program's configuration: it needs quotes, and JSON's are YAML's. */
function tryJson(value: string): string | undefined {
  const json = /^[[{]/.test(value) && !/[\t\n]/.test(value) && !unusual.test(value);
  return json ? JSON.stringify(value) : undefined;
}

/** A scalar as the library writes it for a field of a document. */
const text = remembered((value: unknown) => dump({ k: value ?? null }, options).slice('k: '.length, -1));

/** The name of a field, with its colon. */
const key = remembered((name: string) => dump({ [name]: 0 }, options).slice(0, -' 0\n'.length));
