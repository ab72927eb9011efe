import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { CityError, type Problem } from '../spec/city-error';
import { parsePath } from '../spec/problem-path';
import { fileError, type Position, type SpecSource } from './spec-source';

/** More syntax errors than these are echoes of the first. */
const maxSyntaxProblems = 10;

/**
 * Reads YAML 1.2, of which JSON is a part; anchors and merge keys are fine.
 *
 * @throws {CityError} if the text is empty or its syntax broken.
 */
export function readYaml(file: string, text: string): SpecSource {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'error' });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const written = [...doc.errors, ...doc.warnings].slice(0, maxSyntaxProblems);
  const problems = written.map((error) => syntaxProblem(file, error, at(startOf(error, text))));
  if (doc.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) throw new CityError(problems);
  const value = plainValue(file, doc);
  if (value === null || value === undefined) {
    throw fileError('file-empty', file, 'A spec is a mapping.', 'Begin with name, country and population.');
  }
  return {
    file,
    value,
    problems,
    locate: (path, of = 'value') => at(offsetOf(doc, path, of)),
  };
}

/** After an empty value the parser counts the line end to the key that follows. */
function startOf({ code, pos: [offset] }: YAMLError, text: string): number {
  return code === 'DUPLICATE_KEY' ? offset + Math.max(0, text.slice(offset).search(/\S/)) : offset;
}

function syntaxProblem(file: string, error: YAMLError, position: Position): Problem {
  const base = { path: '', value: undefined, file, ...position };
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return {
        ...base,
        code: 'yaml-duplicate-key',
        rule: 'A key stands once in a mapping.',
        fix: 'Remove one of the two.',
      };
    case 'MULTIPLE_DOCS':
      return {
        ...base,
        code: 'yaml-documents',
        rule: 'A file holds one spec: one YAML document.',
        fix: 'Give each document a file of its own, and list the files in a federation.',
      };
    case 'TAG_RESOLVE_FAILED':
      return { ...base, code: 'yaml-tag', rule: 'Values have no tags of their own.', fix: 'Remove the tag.' };
    default:
      // What follows a colon quotes the file, which may hold what nobody should read.
      return {
        ...base,
        code: 'yaml-syntax',
        rule: `The file is good YAML: ${error.message.split(': ')[0]}.`,
        fix: 'Look at this line and the one above: indentation, quotes, brackets, a missing colon.',
      };
  }
}

function plainValue(file: string, doc: Document): unknown {
  const rule = 'Aliases refer to an anchor above them, and expand to no more than a spec holds.';
  const error = fileError('yaml-alias', file, rule, 'Write the values out.');
  let value: unknown;
  try {
    value = doc.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (cause instanceof ReferenceError) throw error;
    throw cause;
  }
  if (hasCycle(value, [])) throw error;
  return value;
}

function hasCycle(value: unknown, around: readonly unknown[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (around.includes(value)) return true;
  const within = [...around, value];
  return Object.values(value).some((item) => hasCycle(item, within));
}

/** Where in the text a path is, or the nearest thing around it. */
function offsetOf(doc: Document, path: string, of: 'key' | 'value'): number {
  let node = resolved(doc, doc.contents);
  let offset = node?.range?.[0] ?? 0;
  const steps = parsePath(path);
  for (const [depth, step] of steps.entries()) {
    const [key, value] = childOf(node, step);
    if (!key && !value) return offset;
    const keyOffset = key?.range?.[0];
    const valueOffset = isScalar(value) && value.source ? value.range?.[0] : undefined;
    const last = depth === steps.length - 1;
    const wanted = last && of === 'value' ? (valueOffset ?? keyOffset) : keyOffset;
    offset = wanted ?? value?.range?.[0] ?? offset;
    node = resolved(doc, value);
  }
  return offset;
}

function childOf(node: Node | undefined, step: string | number): [key?: Node | undefined, value?: Node | undefined] {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(step)];
    return item ? [undefined, item] : [];
  }
  if (!isMap<Node, Node>(node)) return [];
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair ? [pair.key, pair.value ?? undefined] : [];
}

function resolved(doc: Document, node: unknown): Node | undefined {
  const target = isAlias(node) ? node.resolve(doc) : node;
  return (target as Node | null | undefined) ?? undefined;
}
