import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file. */
export interface Fence {
  readonly file: string;
  /** 1-based, of its first line. */
  readonly line: number;
  /** First word after the fence: `sh`, `ts`, `yaml`. */
  readonly language: string;
  /**
   * Second word, which readers do not see. Of `sh`, what it needs to be run, where that is more than the package: a `clone`,
   * a `cluster`, an `account`; the real servers that test/real/platform.test.ts starts (`keycloak`, `api`), or a person who
   * signs in (`later`). Of `ts` and `yaml`, the name of the file that it is.
   */
  readonly mark: string;
  readonly code: string;
}

/** Every fence of a file. */
export function fencesOf(file: string): Fence[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^([ ]*)```(\S+)[ ]?(.*)\n([\s\S]*?)^\1```$/gm)].map((match) => {
    const [, indent = '', language = '', mark = '', code = ''] = match;
    return {
      file,
      line: text.slice(0, match.index).split('\n').length + 1,
      language,
      mark,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    };
  });
}

/** A cell of a table that is a mapping in YAML, and the path of the spec that its column is about. */
export interface Cell {
  readonly path: string;
  readonly value: string;
}

/** Cells such as `{ kind: pods, namespace: traefik }` below a header that ends in a path such as `edge.callers`. */
export function cellsOf(file: string): Cell[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    const value = /^\|[^|]+\| `(\{[^`]+\})`/.exec(line)?.[1];
    if (value === undefined) return [];
    const rule = lines.slice(0, at).findLastIndex((other) => /^\| -+ \|/.test(other));
    const header = lines[rule - 1] ?? '';
    return [{ path: /`([\w.]+)` +\|$/.exec(header)?.[1] ?? '', value }];
  });
}
