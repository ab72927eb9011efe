import { isObject, type JsonObject, objectsOf, textOf } from '../shared/json-value';
import { dateOrTime, extra, extraList, timestamp, translatedTexts } from './dataset-fields';
import type { DcatApConfig } from './dcat-ap-config';
import { describeDistribution } from './describe-distribution';
import { describePlace } from './describe-place';
import { frequencyUri, languageUri, PUBLIC_ACCESS, RESTRICTED_ACCESS, themeName, themeUri } from './eu-authorities';
import { type Graph, type RdfSubject, safeIri } from './graph';
import { describeContact, publisherIri } from './publisher';

/** The URI of a dataset: its own where it is from another catalogue, else by its id, which survives a new name. */
export const datasetIri = (config: DcatApConfig, dataset: JsonObject): string =>
  safeIri(extra(dataset, 'uri')) ?? pageOf(config, dataset);

const pageOf = ({ siteUrl }: DcatApConfig, dataset: JsonObject): string =>
  `${siteUrl}/dataset/${encodeURIComponent(String(dataset.id))}`;

/** Describes a dataset of CKAN as a `dcat:Dataset` with its distributions. */
export function describeDataset(graph: Graph, config: DcatApConfig, dataset: JsonObject): void {
  const iri = datasetIri(config, dataset);
  const page = pageOf(config, dataset);
  // From another catalogue, which says when it was made, who publishes it and where it is at home.
  const isForeign = iri !== page;
  const node = graph.node(iri);
  const name = String(dataset.name);
  graph.type(node, 'dcat:Dataset');
  const titles = translatedTexts(dataset, 'title');
  const notes = translatedTexts(dataset, 'notes');
  // Title and description are mandatory in DCAT-AP, and optional in CKAN.
  for (const [text, language] of titles.length > 0 ? titles : [[name] as const]) {
    graph.prose(node, 'dct:title', text, language);
  }
  for (const [text, language] of notes.length > 0 ? notes : titles.length > 0 ? titles : [[name] as const]) {
    graph.prose(node, 'dct:description', text, language);
  }
  graph.text(node, 'dct:identifier', (isForeign ? extra(dataset, 'identifier') : undefined) ?? textOf(dataset.id));
  const home = isForeign ? safeIri(dataset.url) : undefined;
  const landing = home ?? `${config.siteUrl}/dataset/${encodeURIComponent(name)}`;
  graph.instance(node, 'dcat:landingPage', landing, 'foaf:Document');
  for (const [term, own, foreign] of dates) {
    const time = dateOrTime(isForeign ? extra(dataset, foreign) : timestamp(dataset[own]));
    if (time) graph.typed(node, term, ...time);
  }
  const rights = extra(dataset, 'access_rights') === RESTRICTED_ACCESS ? RESTRICTED_ACCESS : PUBLIC_ACCESS;
  graph.instance(node, 'dct:accessRights', rights, 'dct:RightsStatement');
  graph.text(node, 'dcat:version', textOf(dataset.version));
  for (const tag of objectsOf(dataset.tags)) graph.prose(node, 'dcat:keyword', textOf(tag.name));
  describePublisher(graph, config, node, dataset);
  describeContact(graph, node, contactOf(dataset) ?? config.publisher);
  describeClassification(graph, config, node, dataset);
  const isSomewhere = describeCoverage(graph, node, dataset);
  // What the kit keeps is of the city, also where none of it is anywhere; of what others add it cannot be told.
  if (!isSomewhere && !isForeign && extra(dataset, 'managed_by')?.startsWith('citykit:'))
    describePlace(graph, node, config);
  for (const resource of objectsOf(dataset.resources)) {
    describeDistribution(graph, config, { node, data: dataset, page }, resource);
  }
}

const dates = [
  ['dct:issued', 'metadata_created', 'issued'],
  ['dct:modified', 'metadata_modified', 'modified'],
] as const;

/** Who publishes it in its own catalogue; else the dataset's organisation, else the publisher of the catalogue. */
function describePublisher(graph: Graph, config: DcatApConfig, node: RdfSubject, dataset: JsonObject): void {
  const { organization } = dataset;
  const own = safeIri(extra(dataset, 'publisher_uri'));
  if (own !== undefined) {
    graph.instance(node, 'dct:publisher', own, 'foaf:Agent');
    graph.prose(graph.node(own), 'foaf:name', extra(dataset, 'publisher_name') ?? own);
    return;
  }
  const name = isObject(organization) ? textOf(organization.name) : undefined;
  if (!isObject(organization) || name === undefined) {
    graph.link(node, 'dct:publisher', publisherIri(config));
    return;
  }
  const iri = `${config.siteUrl}/organization/${encodeURIComponent(name)}`;
  graph.instance(node, 'dct:publisher', iri, 'foaf:Agent');
  graph.prose(graph.node(iri), 'foaf:name', textOf(organization.title) ?? name);
}

function contactOf(dataset: JsonObject): { readonly name: string; readonly email: string } | undefined {
  for (const role of ['contact', 'maintainer', 'author']) {
    const email = extra(dataset, `${role}_email`);
    if (email !== undefined)
      return { name: extra(dataset, role === 'contact' ? 'contact_name' : role) ?? email, email };
  }
  return undefined;
}

function describeClassification(graph: Graph, config: DcatApConfig, node: RdfSubject, dataset: JsonObject): void {
  const groups = objectsOf(dataset.groups).flatMap((group) => textOf(group.name) ?? []);
  const themes = [
    ...extraList(dataset, 'theme').map((value) => themeUri(value) ?? safeIri(value)),
    ...groups.map((group) => themeUri(config.themes[group] ?? group)),
  ];
  for (const theme of unique(themes)) describeTheme(graph, node, theme);
  const languages = extraList(dataset, 'language').map((value) => languageUri(value) ?? safeIri(value));
  const spoken = languages.some(Boolean) ? languages : config.languages.map(languageUri);
  for (const language of unique(spoken)) graph.instance(node, 'dct:language', language, 'dct:LinguisticSystem');
  for (const standard of unique(extraList(dataset, 'conforms_to').map(safeIri))) {
    graph.instance(node, 'dct:conformsTo', standard, 'dct:Standard');
  }
  for (const law of unique(extraList(dataset, 'applicable_legislation').map(safeIri))) {
    graph.instance(node, 'dcatap:applicableLegislation', law, 'eli:LegalResource');
  }
  for (const category of unique(extraList(dataset, 'hvd_category').map(safeIri))) {
    graph.instance(node, 'dcatap:hvdCategory', category, 'skos:Concept');
  }
  const frequency = extra(dataset, 'frequency');
  const often = frequency === undefined ? undefined : (frequencyUri(frequency) ?? safeIri(frequency));
  graph.instance(node, 'dct:accrualPeriodicity', often, 'dct:Frequency');
}

/** Named as well, also where it is the EU's: DCAT-AP's shapes know no vocabulary, and want a label of every theme. */
function describeTheme(graph: Graph, node: RdfSubject, theme: string): void {
  const name = themeName(theme);
  graph.instance(node, 'dcat:theme', theme, 'skos:Concept');
  graph.prose(graph.node(theme), 'skos:prefLabel', name ?? lastPart(theme), name === undefined ? undefined : 'en');
}

/** What a URI ends with, as people read it. */
function lastPart(uri: string): string {
  const [part = uri] = uri.split(/[/#:]/).filter(Boolean).slice(-1);
  return part.replaceAll(/[-_]/g, ' ');
}

/** Where and when the data are about. @returns whether it says where */
function describeCoverage(graph: Graph, node: RdfSubject, dataset: JsonObject): boolean {
  const uri = safeIri(extra(dataset, 'spatial_uri'));
  graph.instance(node, 'dct:spatial', uri, 'dct:Location');
  const geometry = extra(dataset, 'spatial');
  const isDrawn = geometry !== undefined && isGeoJson(geometry);
  if (isDrawn) {
    const place = graph.blank();
    graph.add(node, 'dct:spatial', place);
    graph.type(place, 'dct:Location');
    graph.typed(place, 'locn:geometry', geometry, 'gsp:geoJSONLiteral');
  }
  describePeriod(graph, node, dataset);
  return uri !== undefined || isDrawn;
}

function describePeriod(graph: Graph, node: RdfSubject, dataset: JsonObject): void {
  const start = dateOrTime(extra(dataset, 'temporal_start'));
  const end = dateOrTime(extra(dataset, 'temporal_end'));
  if (start === undefined && end === undefined) return;
  const period = graph.blank();
  graph.add(node, 'dct:temporal', period);
  graph.type(period, 'dct:PeriodOfTime');
  if (start) graph.typed(period, 'dcat:startDate', ...start);
  if (end) graph.typed(period, 'dcat:endDate', ...end);
}

function isGeoJson(value: string): boolean {
  try {
    const geometry: unknown = JSON.parse(value);
    return isObject(geometry) && typeof geometry.type === 'string' && Array.isArray(geometry.coordinates);
  } catch {
    return false;
  }
}

const unique = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values)].filter((value) => value !== undefined);
