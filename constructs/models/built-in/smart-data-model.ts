import type { DataModel, ModelAttribute } from '../data-model';

/** Namespace of Smart Data Models. */
export const SMART_DATA_MODELS = 'https://smartdatamodels.org/';

/** An attribute whose kind and IRI follow from its name unless given. */
export type AttributeDraft = Omit<ModelAttribute, 'kind' | 'iri'> & Partial<Pick<ModelAttribute, 'kind' | 'iri'>>;

/** What a model says besides its subject and type. */
export interface SmartDataModelProps {
  readonly title: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, AttributeDraft>>;
}

/**
 * A model of Smart Data Models (https://smartdatamodels.org). Terms are those of the subject's `context.jsonld`:
 * an attribute stands below its subject unless its IRI is given.
 *
 * @param subject for example `dataModel.Parking`
 */
export function smartDataModel(subject: string, type: string, props: SmartDataModelProps): DataModel {
  const attributes = Object.entries(props.attributes).map(([name, draft]): [string, ModelAttribute] => [
    name,
    { ...draft, kind: draft.kind ?? 'Property', iri: draft.iri ?? `${SMART_DATA_MODELS}${subject}/${name}` },
  ]);
  return {
    type,
    iri: `${SMART_DATA_MODELS}${subject}/${type}`,
    title: props.title,
    description: props.description,
    subject,
    source: `https://github.com/smart-data-models/${subject}/tree/master/${type}`,
    attributes: Object.fromEntries(attributes),
  };
}
