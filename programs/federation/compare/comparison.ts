import type { CityMeasures } from './measure-city';
import { type Figure, isFigure, type Measured } from './measured';

/** Why a question has no answers that can be compared. */
export type ReasonNotToCompare = 'units' | 'editions' | 'missing';

/** One question, and what each city says. */
export interface ComparedRow {
  /** `free-parking`, or `entities` with the IRI of the type behind it. */
  readonly id: string;
  /** By the name of the city. */
  readonly cities: Readonly<Record<string, Measured>>;
  /** Undefined: the numbers can be compared. */
  readonly not?: ReasonNotToCompare;
}

/** The cities of a federation side by side. */
export interface Comparison {
  readonly federation: string;
  /** When the cities were asked, as RFC 3339. */
  readonly time: string;
  readonly cities: readonly { readonly id: string; readonly title: string }[];
  readonly rows: readonly ComparedRow[];
}

/**
 * Puts side by side what the cities say, and judges of each question whether the numbers can be compared.
 *
 * @param measured what each city says, by its name
 */
export function comparedRows(measured: ReadonlyMap<string, CityMeasures>): readonly ComparedRow[] {
  const ids = [...new Set([...measured.values()].flatMap((measures) => Object.keys(measures)))];
  // What one city has entities of, and another was asked and has none.
  const absent = (measures: CityMeasures): Measured => {
    const { types } = measures;
    return types && !isFigure(types) ? types : { lacks: 'no-entities' };
  };
  return ids.map((id) => {
    const cities = Object.fromEntries(
      [...measured].map(([city, measures]): [string, Measured] => [city, measures[id] ?? absent(measures)]),
    );
    const not = reasonNotTo(Object.values(cities));
    return { id, cities, ...(not && { not }) };
  });
}

function reasonNotTo(values: readonly Measured[]): ReasonNotToCompare | undefined {
  if (values.filter(isFigure).length < values.length) return 'missing';
  const figures = values as readonly Figure[];
  if (new Set(figures.map(({ unit }) => unit)).size > 1) return 'units';
  return new Set(figures.map(({ edition }) => edition)).size > 1 ? 'editions' : undefined;
}
