import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Pair,
  parseDocument,
  visit,
  type YAMLError,
  YAMLMap,
} from 'yaml';
import { CityError, type Problem } from '../problems/city-error';
import { parsePath } from '../problems/problem-path';
import { fileError, type Position, type SpecSource } from './spec-source';

/** More lines than these are not named one by one. */
const maxLines = 5;

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
  const language = /\.json$/i.test(file) || /^\s*\{/.test(text) ? 'JSON' : 'YAML';
  const errors = [...doc.errors, ...doc.warnings].map((error) => ({ error, position: at(startOf(error, text)) }));
  const problems = toldOnce(errors, language).map((mistake) => syntaxProblem(file, mistake, language));
  if (doc.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) throw new CityError(problems);
  const value = plainValue(file, doc, at);
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

/** A mistake of syntax, and further lines with the same. */
interface Mistake {
  readonly error: YAMLError;
  readonly position: Position;
  readonly alsoOn?: readonly number[];
}

/** The first of each line and each kind; the others are echoes. What follows a mistake in JSON is one, too. */
function toldOnce(errors: readonly Mistake[], language: 'YAML' | 'JSON'): Mistake[] {
  const isSyntax = ({ error: { code } }: Mistake) => code !== 'DUPLICATE_KEY';
  const inOrder = [...errors].sort(
    (one, other) =>
      one.position.line - other.position.line ||
      Number(isSyntax(other)) - Number(isSyntax(one)) ||
      one.position.column - other.position.column,
  );
  const lines = new Set<number>();
  const firsts = inOrder.filter(({ position: { line } }) => !lines.has(line) && lines.add(line));
  if (language === 'JSON' && firsts.some(isSyntax)) return firsts.filter(isSyntax).slice(0, 1);
  const groups = new Map<string, Mistake[]>();
  for (const one of firsts) {
    const kind = isSyntax(one) ? one.error.message : `${one.error.code} ${one.position.line}`;
    groups.set(kind, [...(groups.get(kind) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, alsoOn: others.map(({ position }) => position.line) }] : [],
  );
}

/** `; the same on lines 4, 7`. */
function alsoOn(lines: readonly number[] = []): string {
  if (lines.length === 0) return '';
  const more = lines.length > maxLines ? ' and more' : '';
  return `; the same on ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, maxLines).join(', ')}${more}`;
}

function syntaxProblem(file: string, { error, position, ...also }: Mistake, language: 'YAML' | 'JSON'): Problem {
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
      // The parser ends with its stack, and says so.
      if (/call stack/.test(error.message))
        return {
          ...base,
          code: 'yaml-syntax',
          rule: 'A spec nests a few levels deep, and this nests deeper than can be read.',
          fix: 'Look at the brackets up to this place.',
        };
      return {
        ...base,
        code: 'yaml-syntax',
        // The parser speaks of YAML. What follows a colon quotes the file, which may hold what nobody should read.
        ...(language === 'JSON'
          ? {
              rule: 'The file is good JSON.',
              fix: 'Look at this line and the one above: quotes, brackets, a missing or a second comma.',
            }
          : {
              rule: `The file is good YAML: ${error.message.split(': ')[0]}${alsoOn(also.alsoOn)}.`,
              fix: 'Look at this line and the one above: indentation, quotes, brackets, a missing colon.',
            }),
      };
  }
}

function plainValue(file: string, doc: Document, at: (offset: number) => Position): unknown {
  const rule = 'Aliases refer to an anchor above them, and expand to no more than a spec holds.';
  const error = () => {
    const offset = aliasAtFault(doc)?.range?.[0];
    return fileError('yaml-alias', file, rule, 'Write the values out.', offset === undefined ? undefined : at(offset));
  };
  let value: unknown;
  try {
    value = doc.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (cause instanceof ReferenceError) throw error();
    throw cause;
  }
  if (hasCycle(value, [])) throw error();
  return value;
}

/** The first alias without an anchor above it, or within its own anchor; else the one that expands to the most others. */
function aliasAtFault(doc: Document): Alias | undefined {
  const anchors = new Map<string, Node>();
  const aliasesIn = new Map<unknown, number>();
  let [fault, most]: [Alias | undefined, number] = [undefined, 0];
  visit(doc, {
    Node(_, node, path) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const target = anchors.get(node.source);
      if (target === undefined || path.includes(target)) {
        fault = node;
        return visit.BREAK;
      }
      const count = 1 + (aliasesIn.get(target) ?? 0);
      for (const around of path) {
        if (isNode(around) && !isAlias(around) && around.anchor !== undefined)
          aliasesIn.set(around, (aliasesIn.get(around) ?? 0) + count);
      }
      if (count > most) [fault, most] = [node, count];
      return undefined;
    },
  });
  return fault;
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
    const [key, value] = childOf(doc, node, step);
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

function childOf(
  doc: Document,
  node: Node | undefined,
  step: string | number,
): [key?: Node | undefined, value?: Node | undefined] {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(step)];
    return item ? [undefined, item] : [];
  }
  if (!isMap<Node, Node>(node)) return [];
  const pair = node.items.find(({ key }) => nameOf(doc, key) === String(step));
  return pair ? [pair.key, pair.value ?? undefined] : [];
}

/** What a key is called in the value; null, lists and mappings have names of the library. */
function nameOf(doc: Document, key: Node): string | undefined {
  if (isScalar(key) && key.value !== null) return String(key.value);
  const alone = new YAMLMap();
  alone.items.push(new Pair(key, null));
  const [name] = Object.keys(alone.toJS(doc) as object);
  return name;
}

function resolved(doc: Document, node: unknown): Node | undefined {
  const target = isAlias(node) ? node.resolve(doc) : node;
  return (target as Node | null | undefined) ?? undefined;
}
