import { builtInModels } from '../models/built-in';
import { coreTerms } from '../models/core-context';
import type { DataModel } from '../models/data-model';
import type { City } from '../spec/city';

/** The models a city uses: those it names from the kit, and those it describes itself. */
export function cityModels(city: Pick<City, 'name' | 'domain' | 'dataModels'>): DataModel[] {
  return city.dataModels.map((entry): DataModel => {
    if (typeof entry === 'string') return builtInModels[entry]!;
    return {
      type: entry.type,
      iri: entry.iri ?? `https://models.${city.domain}/terms/${entry.type}`,
      title: entry.title ?? entry.type,
      description: entry.description ?? `A data model of ${city.name}.`,
      subject: entry.subject ?? `dataModel.${city.name}`,
      ...(entry.source !== undefined && { source: entry.source }),
      ...(entry.version > 1 && { version: entry.version }),
      attributes: withCoreIris(entry.attributes as DataModel['attributes']),
    };
  });
}

/** A term of NGSI-LD's core context means what it means there: `description` that of Dublin Core, whatever is published. */
function withCoreIris(attributes: DataModel['attributes']): DataModel['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { ...attribute, iri: coreTerms.get(name)?.iri ?? attribute.iri },
    ]),
  );
}
