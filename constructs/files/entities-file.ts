import { readFileSync, statSync } from 'node:fs';
import { findNodeAtLocation, type Node, type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { CityError, Problem } from '../problems/city-error';
import { tooDeepAt } from './json-depth';
import { explained, fileError, type Position } from './spec-source';

/** An entity, or what stands in the place of one. */
export interface FileEntity {
  readonly value: unknown;
  /** Steps from the root of the file; of an entity on a line of its own, the number of the entity from 0. */
  readonly steps: readonly (string | number)[];
  /** Where in the file something of the entity is written, or the nearest thing around it. */
  locate(steps: readonly (string | number)[]): Position;
}

/** What a file of entities holds, and what is wrong with its writing. */
export interface EntitiesFile {
  readonly file: string;
  readonly entities: readonly FileEntity[];
  readonly problems: readonly Problem[];
}

const maxBytes = 256 * 1024 * 1024;
/** More syntax errors than these are echoes of the first. */
const maxErrors = 10;
/**
 * Readers of JSON end somewhere, at the latest with their stack.
 *
 * @see https://github.com/FasterXML/jackson-core/wiki/StreamReadConstraints for the default of Jackson, with which brokers read
 */
const maxDepth = 1000;

/**
 * Reads entities: one JSON object, a list, a JSON-LD document with `@graph`, or one entity a line (NDJSON); `-` reads
 * standard input. With entities a line, a line that is no JSON does not hide the others.
 *
 * @throws {CityError} if the file cannot be read, holds no entity, or nests too deep.
 */
export async function readEntities(file: string): Promise<EntitiesFile> {
  const name = file === '-' ? 'standard input' : file;
  return entitiesOf(name, await textOf(file, name));
}

async function textOf(file: string, name: string): Promise<string> {
  try {
    if (file === '-') {
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of process.stdin as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > maxBytes) throw tooLarge(name);
        parts.push(part);
      }
      return Buffer.concat(parts).toString();
    }
    if (statSync(file).size > maxBytes) throw tooLarge(name);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw explained(file, error);
  }
}

function tooLarge(name: string): CityError {
  return fileError('file-too-large', name, 'A file of entities has at most 256 MiB.', 'Split it, one entity a line.');
}

function entitiesOf(file: string, written: string): EntitiesFile {
  const text = written.replace(/^\ufeff/, '');
  if (text.trim() === '') throw noEntity(file, 'it is empty');
  const deep = tooDeepAt(text, maxDepth);
  if (deep !== undefined) {
    const fix = 'Look at the brackets from this place on.';
    throw fileError(
      'entity-file',
      file,
      `Brackets stand in at most ${maxDepth} others.`,
      fix,
      positionAt(text, deep, 0),
    );
  }
  const whole = parsed(text);
  if (whole) {
    const entities = inDocument(text, whole.value);
    if (entities.length === 0) throw noEntity(file, 'its list has none');
    return { file, entities, problems: [] };
  }
  const lines = text.split('\n').map((line, at) => ({ line, at }));
  const filled = lines.filter(({ line }) => line.trim() !== '');
  const asLines = filled.map((one) => ({ ...one, json: parsed(one.line) }));
  const whole1 = asLines.filter(({ json }) => typeof json?.value === 'object').length;
  // A document over several lines has few that are entities by themselves.
  if (filled.length < 2 || whole1 * 2 < filled.length)
    return { file, entities: [], problems: syntaxProblems(file, text, 0) };
  return {
    file,
    entities: asLines.flatMap(({ line, at, json }, number) =>
      json ? [{ value: json.value, steps: [number], locate: (steps) => place(line, steps, at, tree(line)) }] : [],
    ),
    problems: asLines.filter(({ json }) => !json).flatMap(({ line, at }) => syntaxProblems(file, line, at).slice(0, 1)),
  };
}

/** Nothing was found wrong where nothing was looked at: a fetch that failed would pass for entities that are right. */
function noEntity(file: string, why: string): CityError {
  const fix = 'Look at what should have written it; name a file with at least one entity.';
  return fileError('file-empty', file, `A file of entities holds at least one, and ${why}.`, fix);
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function inDocument(text: string, value: unknown): FileEntity[] {
  let known: Node | undefined;
  const root = () => {
    known ??= tree(text);
    return known;
  };
  const entity = (one: unknown, prefix: readonly (string | number)[]): FileEntity => ({
    value: one,
    steps: prefix,
    locate: (steps) => place(text, [...prefix, ...steps], 0, root()),
  });
  if (Array.isArray(value)) return value.map((one, at) => entity(one, [at]));
  const graph = (value as { readonly '@graph'?: unknown } | null)?.['@graph'];
  return Array.isArray(graph) ? graph.map((one, at) => entity(one, ['@graph', at])) : [entity(value, [])];
}

const tree = (text: string): Node | undefined => parseTree(text);

function place(text: string, steps: readonly (string | number)[], firstLine: number, root: Node | undefined): Position {
  for (let count = steps.length; root && count >= 0; count--) {
    const node = findNodeAtLocation(root, steps.slice(0, count));
    if (node) return positionAt(text, node.offset, firstLine);
  }
  return { line: firstLine + 1, column: 1 };
}

function positionAt(text: string, offset: number, firstLine: number): Position {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: firstLine + lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function syntaxProblems(file: string, text: string, firstLine: number): Problem[] {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  return errors.slice(0, maxErrors).map(({ error, offset }) => ({
    code: 'entity-file',
    path: '',
    value: undefined,
    rule: `The file is JSON: ${printParseErrorCode(error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()}.`,
    fix: 'Look at this place: quotes, commas, brackets.',
    file,
    ...positionAt(text, offset, firstLine),
  }));
}
