import { createHash } from 'node:crypto';
import { type DataModel, typeIri } from '../../models/data-model';
import { publishedAttributes } from '../publisher/published-types';
import { grafanaUnit } from './grafana-unit';

/** An attribute that is drawn over time: a number. */
export interface DrawnAttribute {
  readonly name: string;
  readonly iri: string;
  /** Of Grafana. */
  readonly unit: string;
  /** Of the data model (UN/CEFACT). @default - it has none */
  readonly unitCode?: string;
  readonly description?: string;
}

/** A type of entity that is drawn. */
export interface DrawnType {
  readonly title: string;
  readonly iri: string;
  readonly description: string;
  /** Of its dashboard, in addresses. */
  readonly uid: string;
  /** Whether its entities have a place. */
  readonly placed: boolean;
  readonly attributes: readonly DrawnAttribute[];
}

/** A data model as it is drawn. */
export function drawnType(model: DataModel): DrawnType {
  const { title, description, attributes } = model;
  return {
    title,
    iri: typeIri(model),
    description,
    uid: uidOf(model.type),
    placed: attributes.location?.kind === 'GeoProperty',
    attributes: publishedAttributes(model)
      .filter(({ value }) => value === 'number')
      .map(({ name, unit, description: about }) => ({
        name,
        iri: attributes[name]!.iri,
        unit: grafanaUnit(unit),
        ...(unit !== undefined && { unitCode: unit }),
        ...(about !== undefined && { description: about }),
      })),
  };
}

/** Grafana takes 40 characters. */
function uidOf(type: string): string {
  const uid = `type-${type}`;
  if (uid.length <= 40) return uid;
  return `${uid.slice(0, 31)}-${createHash('sha256').update(type).digest('hex').slice(0, 8)}`;
}
