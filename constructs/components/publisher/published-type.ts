/** What the value of an attribute is, and so its column in the datastore. */
export const valueKinds = ['number', 'boolean', 'text', 'instant', 'json', 'geometry'] as const;
/** One of {@link valueKinds}. */
export type ValueKind = (typeof valueKinds)[number];

/** An attribute of the data model. Others that an entity may have are not published. */
export interface PublishedAttribute {
  readonly name: string;
  readonly value: ValueKind;
  readonly description?: string;
  /** UN/CEFACT code. */
  readonly unit?: string;
}

/** Entities of a type and tenant that are published as a dataset. */
export interface PublishedType {
  /** Of the dataset in CKAN: lower-case letters, digits, - and _. */
  readonly name: string;
  /** @default - the default tenant */
  readonly tenant?: string;
  readonly type: string;
  /** URL of the `@context` in which the names of type and attributes stand. */
  readonly context: string;
  /** URL of the schema that the entities conform to. */
  readonly schema: string;
  readonly title: string;
  readonly description: string;
  /** Of the title and the description, as far as they are the kit's own words (BCP 47). @default - the city's first language */
  readonly titleLanguage?: string;
  readonly descriptionLanguage?: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly licenceUrl: string;
  /** Of a restricted one everybody may see that it is there, and nobody the data. */
  readonly access: 'public' | 'restricted';
  /** Codes of the EU's tables of data themes and of frequencies. */
  readonly themes: readonly string[];
  readonly frequency: string;
  /** URI of the high-value category (Implementing Regulation (EU) 2023/138). @default - it is in none */
  readonly highValue?: string;
  readonly keywords: readonly string[];
  readonly attributes: readonly PublishedAttribute[];
}
