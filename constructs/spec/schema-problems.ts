import { z } from 'zod';
import type { Problem } from '../problems/city-error';
import type { ProblemCode } from '../problems/codes/problem-codes';
import { nearest } from '../problems/nearest';
import { formatPath, type PathSteps, valueAt } from '../problems/problem-path';
import { hidden, redact } from '../problems/redact';

type Issue = z.core.$ZodIssue;

/** A problem that still knows its steps, which a path as text would have to be parsed for. */
export interface LocatedProblem extends Problem {
  readonly steps: PathSteps;
  /** Whether it is a rule across fields that are good each by itself. @default false */
  readonly across?: boolean;
  /** The key that was meant by an unknown one. @default it resembles none */
  readonly meant?: PathSteps;
}

/** What zod found wrong with an input, as problems with a rule and a fix; one for each place. */
export function schemaProblems(schema: z.ZodType, error: z.ZodError, input: unknown): LocatedProblem[] {
  const problems = error.issues.flatMap((issue) => issueProblems(schema, issue, input, []));
  const seen = new Set<string>();
  const misspelt = new Set(problems.flatMap(({ meant }) => (meant ? [formatPath(meant)] : [])));
  return problems.filter(
    ({ code, path }) => !(code === 'required' && misspelt.has(path)) && !seen.has(path) && seen.add(path),
  );
}

function issueProblems(schema: z.ZodType, issue: Issue, input: unknown, base: PathSteps): LocatedProblem[] {
  const steps = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(schema, steps, key));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const value = valueAt(input, steps);
    const [likeliest] = [...issue.errors].sort((one, other) => distance(one, value) - distance(other, value));
    if (likeliest && distance(likeliest, value) < far) {
      return likeliest.flatMap((inner) => issueProblems(schema, inner, input, steps));
    }
  }
  if (issue.code === 'invalid_key') {
    const key = String(steps.at(-1));
    const rule = issue.issues[0]?.message ?? issue.message;
    return [problem('bad-key', steps, redact(key), rule, 'Give it another name.')];
  }
  return [valueProblem(schema, issue, steps, valueAt(input, steps))];
}

const far = 1000;

/** How far an input is from one branch of a union: a value of quite another kind is farther than any mistake in it. */
function distance(issues: readonly Issue[], value: unknown): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length;
    if (issue.code === 'invalid_type' && issue.path.length === 0) return sum + far;
    if (issue.code === 'invalid_value' && issue.path.length === 0) return sum + (typeof value === 'string' ? 1 : far);
    if (issue.code === 'invalid_value' && issue.values.length === 1) return sum + 100;
    return sum + 1;
  }, 0);
}

function unknownKey(schema: z.ZodType, steps: PathSteps, key: string): LocatedProblem {
  const known = keysAt(schema, steps, key);
  const meant = nearest(key, known);
  const owner = steps.length === 0 ? 'the spec' : formatPath(steps);
  const fix = meant === undefined ? `Remove it; ${owner} has ${known.join(', ')}.` : `Did you mean '${meant}'?`;
  const rule = `Unknown keys are refused, and ${owner} has no '${cut(key)}'.`;
  const found = problem('unknown-key', [...steps, key], cut(key), rule, fix);
  return meant === undefined ? found : { ...found, meant: [...steps, meant] };
}

function valueProblem(schema: z.ZodType, issue: Issue, steps: PathSteps, value: unknown): LocatedProblem {
  const { description = '', example } = documentationAt(schema, steps);
  const written = example === undefined ? undefined : JSON.stringify(example);
  if (value === undefined) {
    const key = formatPath(steps.slice(-1)) || 'the spec';
    const rule = `Required: ${issue.code === 'invalid_union' ? issue.message : description || issue.message}`;
    return problem(
      'required',
      steps,
      undefined,
      rule,
      written === undefined ? `Add ${key}.` : `Add ${key}: ${written}.`,
    );
  }
  const forInstance = written === undefined ? 'Write it as the rule says.' : `Write for example ${written}.`;
  const shown = redact(value, steps);
  const empty = value === null ? 'Give it a value, or remove the key.' : undefined;
  const at = (code: ProblemCode, rule: string, fix?: string) =>
    problem(code, steps, shown, rule, empty ?? fix ?? forInstance);
  switch (issue.code) {
    case 'invalid_type':
      return at(
        'wrong-type',
        typeRule(issue),
        numberFix(schema, steps, value) ?? typeFix(issue.expected, value, shown === hidden, written),
      );
    case 'invalid_value':
      return at('not-allowed', optionRule(issue), optionFix(issue.values.map(String), value));
    case 'invalid_union':
      return at(
        'not-allowed',
        issue.message,
        shapeFix(schema, steps, value, written) ?? optionFix(kindsOf(issue), value),
      );
    case 'too_big':
    case 'too_small':
      return at('out-of-range', issue.message);
    case 'custom':
      return { ...at('bad-format', issue.message, issue.params?.fix), across: true };
    default:
      return at('bad-format', issue.message, shown === hidden ? undefined : spellingFix(schema, steps, value));
  }
}

/** The values that tell the branches of a union apart, where they have such a field. */
function kindsOf(issue: Issue): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'A mapping',
  record: 'A mapping',
  array: 'A list',
  boolean: 'true or false',
  string: 'Text',
};

function typeRule({ expected, message }: z.core.$ZodIssueInvalidType): string {
  if (!message.startsWith('Invalid input')) return message;
  return `${typeNames[expected] ?? expected}.`;
}

/** How to write what was meant, by what was written instead. */
function typeFix(expected: string, value: unknown, isHidden: boolean, example: string | undefined): string | undefined {
  const like = example === undefined ? '' : `, such as ${example}`;
  if (expected === 'array') return `Make it a list: one item a line, each after a hyphen${like}.`;
  if (expected === 'object' || expected === 'record') {
    const instead = Array.isArray(value) ? ' and no list' : '';
    return `Make it a mapping${instead}: key: value, one a line${like}.`;
  }
  if (Array.isArray(value)) return `Write one value and no list${like}.`;
  if (typeof value === 'object') return `Write a value and no mapping${like}.`;
  if (isHidden) return undefined;
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return `Put it in quotes: "${value}".`;
  if (expected === 'boolean' && /^(yes|no|on|off|true|false)$/i.test(String(value)))
    return `Write ${/^(yes|on|true)$/i.test(String(value))}, without quotes.`;
  return undefined;
}

/** What was meant by a text in another spelling: with capitals, spaces and accents, or with the address around a host. */
function spellingFix(schema: z.ZodType, steps: PathSteps, value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 100) return undefined;
  const letters = value.trim().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/ı/g, 'i');
  const host = /^(?:[a-z]+:\/\/)?([^/:?#@]+)/.exec(letters)?.[1] ?? letters;
  const plain = /^[\p{L}\p{M}\d _-]+$/u.test(value);
  const words = (between: string) =>
    plain
      ? letters
          .split(/[^a-z0-9]+/)
          .filter(Boolean)
          .join(between)
      : letters;
  const spellings = [value.trim(), letters, host, words('-'), words('_')];
  const meant = spellings.find(
    (one) => one !== value && schemasAt(schema, steps).some((at) => at.safeParse(one).success),
  );
  return meant === undefined ? undefined : `Did you mean '${meant}'?`;
}

/** For a number that was written as text, or with signs between its thousands: YAML takes a point for that of a fraction. */
function numberFix(schema: z.ZodType, steps: PathSteps, value: unknown): string | undefined {
  const fits = (number: number) => schemasAt(schema, steps).some((one) => one.safeParse(number).success);
  const text = typeof value === 'string' ? value : asThousands(value);
  const number = text === undefined ? undefined : numbersIn(text).find(fits);
  if (number === undefined) return undefined;
  if (text === String(number)) return `Write it as a number, without quotes: ${number}.`;
  return `Write it as a number, ${Number.isInteger(number) ? 'without signs between the thousands' : 'with a point'}: ${number}.`;
}

/** `592.34` as somebody wrote it who meant 592340. */
function asThousands(value: unknown): string | undefined {
  if (typeof value !== 'number' || Number.isInteger(value) || value < 1 || value >= 1000) return undefined;
  // 4.5 is rather short for millions.
  return /\.\d{2,3}$/.test(String(value)) ? value.toFixed(3) : undefined;
}

/** What a text may mean as a number, the likeliest first. */
function numbersIn(text: string): number[] {
  const plain = /^\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? [Number(text)] : [];
  const comma = /^\d+,\d+$/.test(text) ? [Number(text.replace(',', '.'))] : [];
  const grouped = /^\d{1,3}(\.\d{3})+$|^\d+([\s_,'’]\d+)*$/.test(text) ? [Number(text.replace(/\D/g, ''))] : [];
  return [...plain, ...comma, ...grouped];
}

/** For what can be written in several ways, and was written in none of their shapes. */
function shapeFix(
  schema: z.ZodType,
  steps: PathSteps,
  value: unknown,
  example: string | undefined,
): string | undefined {
  const shapes = schemasAt(schema, steps).map((one) => inside(one));
  const mappings = shapes.some(({ shape }) => shape !== undefined);
  const like = example === undefined ? '' : `, such as ${example}`;
  return mappings && Array.isArray(value) ? `Make it a mapping and no list: key: value, one a line${like}.` : undefined;
}

function optionRule({ values, message }: z.core.$ZodIssueInvalidValue): string {
  if (!message.startsWith('Invalid')) return message;
  return values.length === 1 ? `${String(values[0])}.` : `One of ${values.map(String).join(', ')}.`;
}

/** More options than these are for the reference to list. */
const maxOptions = 60;

/** What was meant, if it can be told, and what there is. */
function optionFix(options: readonly string[], value: unknown): string | undefined {
  const meant = typeof value === 'string' ? nearest(value, options) : undefined;
  if (meant !== undefined) return `Did you mean '${meant}'?`;
  return options.length > 1 && options.length <= maxOptions ? `Use one of ${options.join(', ')}.` : undefined;
}

function problem(code: ProblemCode, steps: PathSteps, value: unknown, rule: string, fix: string): LocatedProblem {
  return { code, path: formatPath(steps), value, rule, fix, steps };
}

function cut(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}

/** The shape of a schema's inside, as far as the walk along a path needs it. */
interface Inside {
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

const inside = (schema: z.ZodType) => schema._zod.def as unknown as Inside;

/** Every schema that may stand at the end of the steps: unions branch, and wrappers count as what they wrap. */
function schemasAt(schema: z.ZodType, steps: PathSteps): z.ZodType[] {
  const { innerType, options, shape, element, valueType } = inside(schema);
  if (innerType) return steps.length === 0 ? [schema, ...schemasAt(innerType, steps)] : schemasAt(innerType, steps);
  if (steps.length === 0) return [schema, ...(options ?? []).flatMap((option) => schemasAt(option, steps))];
  if (options) return options.flatMap((option) => schemasAt(option, steps));
  const [step, ...rest] = steps;
  const next = (shape && Object.hasOwn(shape, String(step)) ? shape[String(step)] : undefined) ?? element ?? valueType;
  return next ? schemasAt(next, rest) : [];
}

function keysAt(schema: z.ZodType, steps: PathSteps, unknown: string): string[] {
  const shapes = schemasAt(schema, steps).map((found) => Object.keys(inside(found).shape ?? {}));
  return [...new Set(shapes.flat())].filter((key) => key !== unknown);
}

/** A value that the schema shows as an example of what stands at the end of the steps. */
export function shownExample(schema: z.ZodType, steps: PathSteps): unknown {
  return documentationAt(schema, steps).example;
}

function documentationAt(schema: z.ZodType, steps: PathSteps): { description?: string; example?: unknown } {
  const found = schemasAt(schema, steps).map((candidate) => z.globalRegistry.get(candidate));
  const description = found.find((meta) => meta?.description !== undefined)?.description;
  const examples = found.find((meta) => meta?.examples !== undefined)?.examples as unknown[] | undefined;
  return { ...(description === undefined ? {} : { description }), example: examples?.[0] };
}
