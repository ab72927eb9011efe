import { builtInModels } from '../models/built-in';
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
      subject: `dataModel.${city.name}`,
      attributes: entry.attributes as DataModel['attributes'],
    };
  });
}
