import { isDeepStrictEqual } from 'node:util';
import { isCollection, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { fileError } from './spec-source';

/**
 * The text of a spec with one more entry at the end of `dataModels`. Every other character stays as it is: comments, order,
 * quotes and line ends.
 *
 * @param entry path of the file with the model, relative to the spec
 * @throws {CityError} where the entry finds no place.
 */
export function addModelEntry(file: string, text: string, entry: string): string {
  const before = parseDocument(text, { merge: true, logLevel: 'error' });
  const changed = inserted(text, before.contents, entry);
  const value: unknown = before.errors.length > 0 ? undefined : before.toJS();
  if (changed !== undefined && isDeepStrictEqual(parseDocument(changed, { merge: true }).toJS(), added(value, entry))) {
    return changed;
  }
  const rule = 'A data model is added at the end of the list dataModels of a city.';
  throw fileError('model-spec', file, rule, `Add ${JSON.stringify(entry)} to dataModels by hand.`);
}

function added(value: unknown, entry: string): unknown {
  const city = value as { readonly dataModels?: readonly unknown[] | null };
  return { ...city, dataModels: [...(city.dataModels ?? []), entry] };
}

function inserted(text: string, city: Node | null, entry: string): string | undefined {
  if (!isMap<Node, Node>(city)) return undefined;
  const pair = city.items.find(({ key }) => isScalar(key) && key.value === 'dataModels');
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  if (pair === undefined) return withList(text, city, entry, line);
  if (isSeq<Node>(pair.value))
    return pair.value.flow ? inFlow(text, pair.value, entry, line) : inBlock(text, pair.value, entry, line);
  const end = pair.key.range?.[1];
  if (end === undefined || (pair.value && isScalar(pair.value) && pair.value.source !== '')) return undefined;
  const colon = text.indexOf(':', end) + 1;
  return `${text.slice(0, colon)}${line}  - ${plain(entry)}${text.slice(colon)}`;
}

/** A spec without `dataModels`. */
function withList(text: string, city: YAMLMap<Node, Node>, entry: string, line: string): string | undefined {
  if (!city.flow) return `${text}${/(^|\n)$/.test(text) ? '' : line}dataModels:${line}  - ${plain(entry)}${line}`;
  const last = city.items.at(-1);
  const end = (last?.value ?? last?.key)?.range?.[1];
  if (end === undefined) return undefined;
  return `${text.slice(0, end)},${indentAt(text, last?.key.range?.[0] ?? 0, line)}"dataModels": [${JSON.stringify(entry)}]${text.slice(end)}`;
}

function inFlow(text: string, list: YAMLSeq<Node>, entry: string, line: string): string | undefined {
  const last = list.items.at(-1);
  const json = JSON.stringify(entry);
  const start = list.range?.[0];
  if (start === undefined) return undefined;
  const end = last?.range?.[1] ?? start + 1;
  const quoted = last === undefined || isCollection(last) || /["']/.test(text[last.range?.[0] ?? 0] ?? '');
  const before = last ? `,${indentAt(text, last.range?.[0] ?? 0, line) || ' '}` : '';
  return text.slice(0, end) + before + (quoted ? json : plain(entry)) + text.slice(end);
}

function inBlock(text: string, list: YAMLSeq<Node>, entry: string, line: string): string | undefined {
  const start = list.range?.[0];
  const end = list.items.at(-1)?.range?.[1];
  if (start === undefined || end === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return undefined;
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1 || text.length;
  const head = text.slice(0, next);
  return `${head}${head.endsWith('\n') ? '' : line}${indent}- ${plain(entry)}${line}${text.slice(next)}`;
}

/** A line end and the same indentation, where what stands at the offset is the first of its line. */
function indentAt(text: string, offset: number, line: string): string {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return text.includes('\n') && before.trim() === '' ? line + before : '';
}

/** Without quotes where YAML needs none. */
function plain(entry: string): string {
  return /^[A-Za-z0-9_][\w./-]*$/.test(entry) ? entry : JSON.stringify(entry);
}
