import { CityError, type Problem } from './city-error';
import { nearest } from './nearest';
import { redact } from './redact';

/** What an option can be: a kind of value, or one of a few texts. */
export type OptionKind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'list'
  | 'mapping'
  | 'function'
  | 'text or mapping'
  | 'boolean or mapping'
  | readonly string[];

/** Kinds of all options of a constructor, by their names: one that is left out does not compile. */
export type OptionKinds<Options> = { readonly [Name in keyof Required<Options>]: OptionKind };

/**
 * Gives whoever writes JavaScript what TypeScript says to others: that an option has another name, or another kind.
 *
 * @param who the constructor, as problems name it.
 * @param required names of the options that have to be there. @default none
 * @param open whether names are let through that resemble none: of options that are passed on to others. @default false
 * @throws {CityError} with every option that is unknown, of the wrong kind or missing.
 */
export function checkOptions<Options extends object>(
  who: string,
  options: unknown,
  kinds: OptionKinds<Options>,
  required: readonly (keyof Options & string)[] = [],
  open = false,
): void {
  const known = Object.keys(kinds);
  if (!isMapping(options)) {
    const fix = `Call it with { ${known.slice(0, 3).join(', ')} }.`;
    throw new CityError(
      [{ code: 'wrong-type', path: who, value: redact(options), rule: `${who} takes its options as an object.`, fix }],
      'program',
    );
  }
  const problems = Object.entries(options as object).flatMap(([name, value]): Problem[] => {
    const path = `${who}.${name}`;
    if (!Object.hasOwn(kinds, name)) {
      const meant = nearest(name, known);
      if (open && meant === undefined) return [];
      const rule = `Unknown options are refused, and ${who} has no '${name}'.`;
      const fix = meant ? `Did you mean '${meant}'?` : `Remove it; ${who} has ${known.join(', ')}.`;
      return [{ code: 'unknown-key', path, value: redact(value, [name]), rule, fix }];
    }
    const kind = kinds[name as keyof Options];
    if (value === undefined || isOf(kind, value)) return [];
    const rule = typeof kind === 'string' ? `It is a ${kind}.` : `It is one of ${kind.join(', ')}.`;
    const fix = typeof kind === 'string' ? `Give a ${kind}.` : `Use one of ${kind.join(', ')}.`;
    return [{ code: 'wrong-type', path, value: redact(value, [name]), rule, fix }];
  });
  const missing = required
    .filter((name) => options[name] === undefined)
    .map((name): Problem => {
      const path = `${who}.${name}`;
      return { code: 'required', path, value: undefined, rule: `${who} cannot do without it.`, fix: `Add ${name}.` };
    });
  if (problems.length + missing.length > 0) throw new CityError([...missing, ...problems], 'program');
}

function isOf(kind: OptionKind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
    case 'boolean':
    case 'function':
      return typeof value === kind;
    case 'list':
      return Array.isArray(value);
    case 'mapping':
      return isMapping(value);
    case 'text or mapping':
      return typeof value === 'string' || isMapping(value);
    case 'boolean or mapping':
      return typeof value === 'boolean' || isMapping(value);
    default:
      return kind.includes(value as string);
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
