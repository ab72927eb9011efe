import { builtInModels } from '../../models/built-in';
import { typeIri } from '../../models/data-model';

/** A number that is worked out of the entities of a city in the same way for each, as the program reads it. */
export interface Indicator {
  /** Name of it: the key of its words. */
  readonly id: 'free-parking' | 'no2' | 'pm10';
  /** IRI of the type of entity: two cities that name different things alike are not compared. */
  readonly type: string;
  /**
   * `share`: the sum of the first attribute as a part of the sum of the second, of entities that have both. `mean`: of the
   * one attribute.
   */
  readonly kind: 'share' | 'mean';
  /** IRIs of the attributes. */
  readonly attributes: readonly string[];
  /** UN/CEFACT code of values that name none, as the data model has it. @default none */
  readonly unit?: string;
}

/** What the cities of a federation are compared by, from the data models that all have. */
export const comparedBy: readonly Indicator[] = [
  indicator('free-parking', 'share', 'OffStreetParking', 'availableSpotNumber', 'totalSpotNumber'),
  indicator('no2', 'mean', 'AirQualityObserved', 'no2'),
  indicator('pm10', 'mean', 'AirQualityObserved', 'pm10'),
];

function indicator(id: Indicator['id'], kind: Indicator['kind'], type: string, ...names: string[]): Indicator {
  const model = builtInModels[type]!;
  const attributes = names.map((name) => model.attributes[name]!);
  const { unit } = attributes[0]!;
  return {
    id,
    kind,
    type: typeIri(model),
    attributes: attributes.map(({ iri }) => iri),
    ...(kind === 'mean' && unit !== undefined && { unit }),
  };
}
