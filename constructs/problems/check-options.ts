import { CityError, type Problem } from './city-error';
import { nearest } from './nearest';
import { redact } from './redact';

/** What an option can be: a kind of value, one of a few texts, or a mapping of which every name has to be there. */
export type OptionKind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'list'
  | 'mapping'
  | 'function'
  | 'text or mapping'
  | 'text or list'
  | 'boolean or mapping'
  | keyof typeof quantities
  | readonly string[]
  | { readonly [Name in string]: OptionKind };

/** Classes of quantities, and how one is written. */
const quantities = {
  Cpu: 'Cpu.millis(500)',
  Size: 'Size.gibibytes(2)',
  Duration: 'Duration.days(14)',
} as const;

/** The field by which each is known. */
const fieldOf = { Cpu: 'millis', Size: 'mebibytes', Duration: 'seconds' } as const;

/** The kind of what a workload is given. */
export const computeSize = { cpu: 'Cpu', memory: 'Size' } as const satisfies OptionKind;

/** The kind of how many replicas run. */
export const replicas = { min: 'number', max: 'number' } as const satisfies OptionKind;

/** The kinds of a workload's size and replicas. */
export const workloadSize = { size: computeSize, replicas } as const satisfies OptionKind;

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
  const misspelt = new Set<string>();
  const problems = Object.entries(options as object).flatMap(([name, value]): Problem[] => {
    const path = `${who}.${name}`;
    if (!Object.hasOwn(kinds, name)) {
      const meant = nearest(name, known);
      if (open && meant === undefined) return [];
      if (meant !== undefined) misspelt.add(meant);
      const rule = `Unknown options are refused, and ${who} has no '${name}'.`;
      const fix = meant ? `Did you mean '${meant}'?` : `Remove it; ${who} has ${known.join(', ')}.`;
      return [{ code: 'unknown-key', path, value: redact(value, [name]), rule, fix }];
    }
    return value === undefined ? [] : kindProblems(path, name, kinds[name as keyof Options], value);
  });
  const missing = required
    .filter((name) => options[name] === undefined && !misspelt.has(name))
    .map((name): Problem => {
      const path = `${who}.${name}`;
      return { code: 'required', path, value: undefined, rule: `${who} cannot do without it.`, fix: `Add ${name}.` };
    });
  if (problems.length + missing.length > 0) throw new CityError([...missing, ...problems], 'program');
}

function kindProblems(path: string, name: string, kind: OptionKind, value: unknown): Problem[] {
  if (isNested(kind)) {
    const given = isMapping(value) ? value : undefined;
    if (!given) return [{ ...wrongKind(path, name, 'mapping', value), fix: fixOf(kind) }];
    return Object.entries(kind).flatMap(([key, inner]) =>
      given[key] === undefined
        ? [
            {
              code: 'required' as const,
              path: `${path}.${key}`,
              value: undefined,
              rule: `${name} cannot do without it.`,
              fix: fixOf(inner),
            },
          ]
        : kindProblems(`${path}.${key}`, key, inner, given[key]),
    );
  }
  return isOf(kind, value) ? [] : [wrongKind(path, name, kind, value)];
}

function wrongKind(path: string, name: string, kind: OptionKind, value: unknown): Problem {
  const rule = typeof kind === 'string' ? `It is a ${kind}.` : `It is one of ${Object.values(kind).join(', ')}.`;
  return { code: 'wrong-type', path, value: redact(value, [name]), rule, fix: fixOf(kind) };
}

function fixOf(kind: OptionKind): string {
  if (typeof kind !== 'string') {
    return isNested(kind) ? `Give a mapping with ${Object.keys(kind).join(', ')}.` : `Use one of ${kind.join(', ')}.`;
  }
  return kind in quantities
    ? `Give a ${kind}, such as ${quantities[kind as keyof typeof quantities]}.`
    : `Give a ${kind}.`;
}

function isNested(kind: OptionKind): kind is { readonly [Name in string]: OptionKind } {
  return typeof kind === 'object' && !Array.isArray(kind);
}

function isOf(kind: Exclude<OptionKind, { readonly [Name in string]: OptionKind }>, value: unknown): boolean {
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
    case 'text or list':
      return typeof value === 'string' || Array.isArray(value);
    case 'boolean or mapping':
      return typeof value === 'boolean' || isMapping(value);
    case 'Cpu':
    case 'Size':
    case 'Duration':
      // Of whichever copy of the kit; what bundles it may rename the class.
      return isMapping(value) && typeof value[fieldOf[kind]] === 'number' && value.constructor !== Object;
    default:
      return kind.includes(value as string);
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
