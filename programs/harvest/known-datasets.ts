import type { HarvestedDataset } from './harvested-dataset';

/** A dataset that the portal has from another city. */
export interface KnownDataset {
  readonly id: string;
  readonly name: string;
  /** Name of the city whose catalogue it is from. */
  readonly city: string;
  readonly uri: string;
  readonly identifier: string | undefined;
  readonly fingerprint: string;
}

/** What the portal has from other cities: a few hundred bytes a dataset, and no text of any. */
export class KnownDatasets {
  readonly #byUri = new Map<string, KnownDataset>();
  readonly #byIdentifier = new Map<string, KnownDataset>();

  get(uri: string): KnownDataset | undefined {
    return this.#byUri.get(uri);
  }

  /** The dataset that this one is, under whatever URI: by an identifier that no two datasets of the world share. */
  sameAs({ uri, identifiers }: HarvestedDataset): KnownDataset | undefined {
    return this.#byUri.get(uri) ?? identifiers.flatMap((one) => this.#byIdentifier.get(one) ?? [])[0];
  }

  /** Those from one city. */
  of(city: string): readonly KnownDataset[] {
    return [...this.#byUri.values()].filter((known) => known.city === city);
  }

  set(known: KnownDataset): void {
    this.delete(known.uri);
    this.#byUri.set(known.uri, known);
    if (known.identifier !== undefined) this.#byIdentifier.set(known.identifier, known);
  }

  delete(uri: string): void {
    const known = this.#byUri.get(uri);
    this.#byUri.delete(uri);
    if (known?.identifier !== undefined && this.#byIdentifier.get(known.identifier) === known)
      this.#byIdentifier.delete(known.identifier);
  }

  /** Forgets what is from a city, before it is told anew. */
  forget(city: string): void {
    for (const { uri } of this.of(city)) this.delete(uri);
  }
}
