import { fileFormat, licenceId } from '../dcat-ap/eu-authorities';
import { safeIri } from '../dcat-ap/graph';
import type { JsonObject } from '../shared/json-value';
import type { HarvestedPage, RdfNode } from './catalogue-page';

/** A dataset of another city's catalogue, as CKAN takes it. */
export interface HarvestedDataset {
  /** The city's own URI of it. */
  readonly uri: string;
  /** What it is told by, besides its URI: identifiers that no two datasets of the world share. */
  readonly identifiers: readonly string[];
  /** Name that the city has for it, as far as CKAN takes it. */
  readonly name: string;
  /** All but its name and organisation. */
  readonly fields: JsonObject;
}

/** From where, and in which languages it is wanted. */
export interface HarvestSource {
  /** Name of the city. */
  readonly city: string;
  /** Address of its catalogue. */
  readonly catalogue: string;
  readonly languages: readonly string[];
}

/** Most distributions of a dataset that are taken. */
const mostDistributions = 200;

/** What the extra `managed_by` of a harvested dataset says. */
export const harvestedFrom = (city: string): string => `citykit-harvest:${city}`;

/**
 * A `dcat:Dataset` in the terms of CKAN. Extras are named as ckanext-dcat names them, `uri` among them, so that a catalogue of
 * the portal describes the city's dataset, published by whom it was, and none of its own.
 *
 * @returns undefined for one without a URI, which nobody could tell from another
 */
export function harvestedDataset(
  page: HarvestedPage,
  node: RdfNode,
  source: HarvestSource,
): HarvestedDataset | undefined {
  const uri = node.termType === 'NamedNode' ? safeIri(node.value) : undefined;
  if (uri === undefined) return undefined;
  const { languages } = source;
  const title = page.prose(node, 'dct:title', languages) ?? uri;
  const identifier = page.value(node, 'dct:identifier');
  const landing = safeIri(page.iris(node, 'dcat:landingPage')[0]) ?? uri;
  const distributions = page.nodes(node, 'dcat:distribution').slice(0, mostDistributions);
  const licence = distributions.flatMap((one) => page.iris(one, 'dct:license'))[0];
  const extras: Readonly<Record<string, string | undefined>> = {
    managed_by: harvestedFrom(source.city),
    harvest_source: source.catalogue,
    title_language: page.languageOf(node, 'dct:title', languages),
    notes_language: page.languageOf(node, 'dct:description', languages),
    uri,
    identifier,
    issued: page.value(node, 'dct:issued'),
    modified: page.value(node, 'dct:modified'),
    access_rights: page.iris(node, 'dct:accessRights')[0],
    frequency: page.iris(node, 'dct:accrualPeriodicity')[0],
    theme: list(page.iris(node, 'dcat:theme')),
    language: list(page.iris(node, 'dct:language')),
    conforms_to: list(page.iris(node, 'dct:conformsTo')),
    hvd_category: list(page.iris(node, 'dcatap:hvdCategory')),
    applicable_legislation: list(page.iris(node, 'dcatap:applicableLegislation')),
    spatial_uri: page.iris(node, 'dct:spatial')[0],
    spatial: geometryOf(page, node),
    ...agentOf(page, node, languages),
    ...contactOf(page, node),
    ...periodOf(page, node),
  };
  return {
    uri,
    identifiers: [identifier, ...page.iris(node, 'dct:identifier')].flatMap((one) => (isWorldwide(one) ? one : [])),
    name: nameOf(landing, uri),
    fields: {
      title: cut(title, 500),
      notes: page.prose(node, 'dct:description', languages) ?? '',
      url: landing,
      version: cut(page.value(node, 'dcat:version') ?? '', 100),
      license_id: licence === undefined ? '' : (licenceId(licence) ?? ''),
      private: false,
      tags: tagsOf(page, node).map((name) => ({ name })),
      extras: Object.entries(extras).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
      resources: distributions.map((one) => resourceOf(page, one, languages, landing)),
    },
  };
}

function resourceOf(page: HarvestedPage, node: RdfNode, languages: readonly string[], landing: string): JsonObject {
  const text = (value: string | undefined) => value ?? '';
  const mediaType = page.iris(node, 'dcat:mediaType')[0]?.replace(/^.*\/media-types\//, '');
  const size = Number(page.value(node, 'dcat:byteSize'));
  return {
    uri: node.termType === 'NamedNode' ? node.value : '',
    url: safeIri(page.iris(node, 'dcat:downloadURL')[0] ?? page.iris(node, 'dcat:accessURL')[0]) ?? landing,
    name: text(page.prose(node, 'dct:title', languages)),
    description: text(page.prose(node, 'dct:description', languages)),
    name_language: text(page.languageOf(node, 'dct:title', languages)),
    description_language: text(page.languageOf(node, 'dct:description', languages)),
    format: text(page.iris(node, 'dct:format').flatMap((iri) => fileFormat(iri) ?? [])[0]),
    mimetype: text(mediaType),
    license: text(page.iris(node, 'dct:license')[0]),
    conforms_to: text(page.iris(node, 'dct:conformsTo')[0]),
    issued: text(page.value(node, 'dct:issued')),
    modified: text(page.value(node, 'dct:modified')),
    ...(Number.isSafeInteger(size) && size > 0 && { size }),
  };
}

/** Who publishes it: that stays, whoever shows it. */
function agentOf(page: HarvestedPage, node: RdfNode, languages: readonly string[]): Record<string, string | undefined> {
  const [agent] = page.nodes(node, 'dct:publisher');
  if (!agent) return {};
  return {
    publisher_uri: agent.termType === 'NamedNode' ? safeIri(agent.value) : undefined,
    publisher_name: page.prose(agent, 'foaf:name', languages),
    publisher_email: mailOf(page.value(agent, 'foaf:mbox')),
  };
}

function contactOf(page: HarvestedPage, node: RdfNode): Record<string, string | undefined> {
  const [card] = page.nodes(node, 'dcat:contactPoint');
  if (!card) return {};
  return {
    contact_name: page.value(card, 'vcard:fn'),
    contact_email: mailOf(page.value(card, 'vcard:hasEmail')),
  };
}

function periodOf(page: HarvestedPage, node: RdfNode): Record<string, string | undefined> {
  const [period] = page.nodes(node, 'dct:temporal');
  if (!period) return {};
  return {
    temporal_start: page.value(period, 'dcat:startDate'),
    temporal_end: page.value(period, 'dcat:endDate'),
  };
}

function geometryOf(page: HarvestedPage, node: RdfNode): string | undefined {
  const geometries = page.nodes(node, 'dct:spatial').flatMap((place) => page.value(place, 'locn:geometry') ?? []);
  return geometries.find((text) => text.startsWith('{'));
}

/** CKAN's tags have 2 to 100 letters, digits, spaces, dots, - and _. */
function tagsOf(page: HarvestedPage, node: RdfNode): readonly string[] {
  const words = page
    .all(node, 'dcat:keyword')
    .map(({ value }) => cut(value.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').replace(/ +/g, ' '), 100).trim());
  return [...new Set(words)].filter(({ length }) => length >= 2);
}

/** Last part of the page or the URI, as CKAN takes names. */
function nameOf(landing: string, uri: string): string {
  const last = new URL(landing).pathname.split('/').filter(Boolean).at(-1) ?? uri;
  return last
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 60);
}

/** The first characters, as CKAN counts them: a letter or a sign of two UTF-16 units stays whole. */
const cut = (text: string, most: number): string => [...text].slice(0, most).join('');

const mailOf = (value: string | undefined): string | undefined => value?.replace(/^mailto:/i, '');

/** JSON list of what there is, as ckanext-dcat writes lists. */
const list = (values: readonly string[]): string | undefined =>
  values.length > 0 ? JSON.stringify([...new Set(values)].sort()) : undefined;

/** A URI or a UUID; another identifier tells a dataset from others of its catalogue alone. */
const isWorldwide = (identifier: string | undefined): identifier is string =>
  identifier !== undefined &&
  (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(identifier) || safeIri(identifier) !== undefined);
