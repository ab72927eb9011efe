import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { CityError, type Problem } from '../problems/city-error';
import type { ProblemCode } from '../problems/codes/problem-codes';
import { readModule } from './module-source';

/** A place in a file; lines and columns count from 1. */
export interface Position {
  /** Number of the line. */
  readonly line: number;
  /** Number of the character in the line. */
  readonly column: number;
  /** The file, where it is another than that of the spec: the file of a data model. */
  readonly file?: string;
}

/** What a file says, and where. */
export interface SpecSource {
  /** The file, as the user named it. */
  readonly file: string;
  readonly value: unknown;
  /** What is wrong with the writing, although it could be read. */
  readonly problems: readonly Problem[];
  /** Paths of what stands in files that could not be read, and was told already. @default none */
  readonly unread?: readonly string[];
  /**
   * Where a path is written: its value, or its key for a key that should not be there; the nearest thing around it
   * when it is not written at all. Undefined for a TypeScript file.
   */
  locate(path: string, of?: 'key' | 'value'): Position | undefined;
}

const maxBytes = 1_000_000;

/** What stands for standard input in the place of a file. */
const standardInput = '-';

/**
 * Reads a YAML, JSON, TypeScript or JavaScript file, or YAML or JSON from standard input for `-`.
 *
 * @throws {CityError} if it cannot be read.
 */
export async function readSource(file: string): Promise<SpecSource> {
  if (file === standardInput) return yamlReader()('standard input', await readInput());
  const text = readText(file);
  const kind = extname(file).toLowerCase();
  if (/^\.(ya?ml|json)$/.test(kind)) return yamlReader()(file, text);
  if (/^\.[cm]?[jt]s$/.test(kind)) return readModule(file);
  const rule = 'A spec is a YAML, JSON, TypeScript or JavaScript file.';
  throw fileError('file-kind', file, rule, 'Name a file that ends in .yaml, .json, .ts or .js.');
}

/** Loaded late because a spec in TypeScript needs no reader of YAML. */
function yamlReader(): typeof import('./yaml-source').readYaml {
  return (require('./yaml-source') as typeof import('./yaml-source')).readYaml;
}

async function readInput(): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw tooLarge('standard input');
    parts.push(part);
  }
  return decoded('standard input', Buffer.concat(parts));
}

function readText(file: string): string {
  try {
    const stats = statSync(file);
    const rule = 'A spec is a file.';
    if (stats.isDirectory()) {
      throw fileError(
        'file-directory',
        file,
        rule,
        `Name a file in it, such as ${file.replace(/\/+$/, '')}/city.yaml.`,
      );
    }
    if (!stats.isFile()) throw fileError('file-unreadable', file, rule, 'Name a regular file.');
    if (stats.size > maxBytes) throw tooLarge(file);
    return decoded(file, readFileSync(file));
  } catch (error) {
    throw explained(file, error);
  }
}

function tooLarge(file: string): CityError {
  return fileError('file-too-large', file, 'A spec has at most 1 MB.', 'Name the spec; data does not belong into it.');
}

function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError('file-encoding', file, 'A spec is text in UTF-8.', 'Save the file as UTF-8.');
  }
}

/** What keeps a file from being read, as its user is told. */
export function explained(file: string, error: unknown): unknown {
  if (error instanceof CityError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (/^https?:\/\//i.test(file)) {
    const fix = 'Fetch it, look at it and name the file; or hand it over by standard input, named -.';
    return fileError('file-missing', file, 'What is read is a file of this machine; nothing is fetched.', fix);
  }
  if (code === 'ENOENT') {
    return fileError('file-missing', file, 'The file exists.', 'Check the path; it is relative to the current folder.');
  }
  if (code === 'EISDIR') return fileError('file-directory', file, 'This is a file.', 'Name a file; this is a folder.');
  return fileError('file-unreadable', file, 'The file can be read.', `Check the path and its permissions (${code}).`);
}

/** What is wrong with the name of a file, and not with what it says. */
const ofTheCommand: readonly ProblemCode[] = ['file-missing', 'file-directory', 'file-kind', 'file-unreadable'];

/** The one problem of a file that could not be read. */
export function fileError(code: ProblemCode, file: string, rule: string, fix: string, position?: Position): CityError {
  const subject = ofTheCommand.includes(code) ? 'command' : 'spec';
  return new CityError([{ code, path: '', value: undefined, rule, fix, file, ...position }], subject);
}
