import { readFileSync } from 'node:fs';

/** `Struct.jsonField` to the values it may take. */
export type Enums = ReadonlyMap<string, readonly string[]>;

/**
 * The enumerations of a Go API package, which Kubernetes' published OpenAPI leaves out.
 *
 * Reads `// +enum` string types, the constants of each, and the struct fields of such a type (also pointers and
 * slices of it).
 */
export function readGoEnums(file: string): Enums {
  const source = readFileSync(file, 'utf8');
  const values = new Map<string, string[]>();
  for (const [, type] of source.matchAll(/^\/\/ \+enum\n(?:\/\/.*\n)*type (\w+) string$/gm)) {
    values.set(type as string, []);
  }
  const constants = /^\s*\w+\s+(\w+)\s*=\s*"([^"]*)"|^\s*\w+\s*=\s*(\w+)\("([^"]*)"\)/gm;
  for (const [, type, value, cast, inner] of source.matchAll(constants)) {
    values.get((type ?? cast) as string)?.push((value ?? inner) as string);
  }
  const enums = new Map<string, readonly string[]>();
  for (const [, struct, body] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    for (const [, type, name] of (body as string).matchAll(/^\s*\w+\s+(?:\*|\[\])*(\w+)\s+`json:"(\w+)/gm)) {
      const allowed = values.get(type as string);
      if (allowed !== undefined && allowed.length > 0) {
        enums.set(`${struct}.${name}`, [...new Set(allowed)].sort());
      }
    }
  }
  return enums;
}
