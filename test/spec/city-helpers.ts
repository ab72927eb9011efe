import { CityError, type Problem } from '../../constructs/problems/city-error';
import { type City, parseCity } from '../../constructs/spec/city';

/** The few lines that make a valid pilot. */
export const smallest = {
  name: 'izmir',
  country: 'TR',
  population: 4_504_185,
  domain: 'izmir.example',
  contact: { email: 'data@izmir.example' },
};

/** A valid spec of profile city. */
export const largest = { ...smallest, profile: 'city' };

/** The problems of a function that throws a CityError. */
export function problemsOf(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof CityError) return error.problems;
    throw error;
  }
  return [];
}

export function problemsIn(spec: unknown): readonly Problem[] {
  return problemsOf(() => parseCity(spec));
}

/** Codes and paths of a spec's problems. */
export function codesIn(spec: unknown): string[] {
  return problemsIn(spec).map(({ code, path }) => `${code} ${path}`);
}

/** A copy of a spec with one field set; the field is a path of keys. */
export function withField<T extends object>(spec: T, field: string, value: unknown): T {
  const [key = '', ...rest] = field.split('.');
  const inner = (spec as Record<string, unknown>)[key];
  const set = rest.length === 0 ? value : withField((inner ?? {}) as object, rest.join('.'), value);
  return { ...spec, [key]: set };
}

export type { City };
