/**
 * NGSI-LD kinds of attribute, as in ETSI GS CIM 009 clause 4.5.
 *
 * @see https://www.etsi.org/deliver/etsi_gs/CIM/001_099/009/
 */
export type AttributeKind = 'Property' | 'GeoProperty' | 'Relationship';

/** One attribute of a data model. */
export interface ModelAttribute {
  /** Which kind of attribute it is. */
  readonly kind: AttributeKind;
  /** The IRI the attribute's term expands to. */
  readonly iri: string;
  /**
   * JSON Schema (draft 2020-12) of the attribute's value; for a Relationship, of its `object`.
   * @default - any JSON value; a GeoJSON geometry for a GeoProperty; a URI for a Relationship
   */
  readonly schema?: object;
  /** Unit of the value as a UN/CEFACT Recommendation 20 common code, for example `CEL`. @default - no unit */
  readonly unit?: string;
  /** Whether every entity of the type must have the attribute. @default false */
  readonly required?: boolean;
  /** What the attribute says, in one sentence. @default - none */
  readonly description?: string;
}

/** A type of entity that a city publishes, with its attributes. */
export interface DataModel {
  /** NGSI-LD entity type, for example `OffStreetParking`. */
  readonly type: string;
  /** The IRI the type's term expands to. @default - `https://smartdatamodels.org/<subject>/<type>` */
  readonly iri?: string;
  /** What people call it. */
  readonly title: string;
  /** What an entity of the type stands for. */
  readonly description: string;
  /** Subject of the model, for example `dataModel.Parking`. */
  readonly subject: string;
  /** URL of the specification the model is taken from. @default - the city's own model */
  readonly source?: string;
  /** Rises by one with a change that breaks who reads or writes such entities. @default 1 */
  readonly version?: number;
  /** The attributes, by their terms. */
  readonly attributes: Readonly<Record<string, ModelAttribute>>;
}

/** The IRI that the type of the model expands to. */
export const typeIri = (model: DataModel): string =>
  model.iri ?? `https://smartdatamodels.org/${model.subject}/${model.type}`;
