import type { JsonObject } from '../shared/json-value';
import type { DatasetPage } from './ckan';
import { timestamp } from './dataset-fields';
import type { DcatApConfig } from './dcat-ap-config';
import { datasetIri, describeDataset } from './describe-dataset';
import { describePlace } from './describe-place';
import { languageUri, THEME_TAXONOMY, THEME_TAXONOMY_TITLE } from './eu-authorities';
import { Graph } from './graph';
import { describeContact, describePublisherOfCatalogue, publisherIri } from './publisher';

/** Which part of the catalogue a document has. */
export interface CataloguePage extends DatasetPage {
  /** From 1. */
  readonly number: number;
  readonly pages: number;
  /** URL of a page in the representation asked for. */
  readonly url: (number: number) => string;
}

/** What tells since when the catalogue is, and when it changed; a dataset that is not there says nothing. */
export interface CatalogueAge {
  /** The dataset made first. */
  readonly oldest: JsonObject | undefined;
  /** The dataset changed last. */
  readonly newest: JsonObject | undefined;
}

const catalogueIri = ({ siteUrl }: DcatApConfig): string => `${siteUrl}/catalog`;

/** The catalogue with the datasets of one page, and with links to the other pages in the terms of Hydra. */
export function describeCatalogue(config: DcatApConfig, page: CataloguePage, { oldest, newest }: CatalogueAge): Graph {
  const graph = new Graph(config.languages[0]);
  const node = graph.node(catalogueIri(config));
  graph.type(node, 'dcat:Catalog');
  for (const [language, text] of Object.entries(config.title)) graph.prose(node, 'dct:title', text, language);
  for (const [language, text] of Object.entries(config.description)) {
    graph.prose(node, 'dct:description', text, language);
  }
  graph.link(node, 'dct:publisher', publisherIri(config));
  graph.instance(node, 'foaf:homepage', config.siteUrl, 'foaf:Document');
  graph.typed(node, 'dct:issued', timestamp(oldest?.metadata_created), 'xsd:dateTime');
  graph.typed(node, 'dct:modified', timestamp(newest?.metadata_modified), 'xsd:dateTime');
  graph.instance(node, 'dct:license', config.catalogueLicence, 'dct:LicenseDocument');
  graph.instance(node, 'dcat:themeTaxonomy', THEME_TAXONOMY, 'skos:ConceptScheme');
  graph.prose(graph.node(THEME_TAXONOMY), 'dct:title', THEME_TAXONOMY_TITLE, 'en');
  for (const language of config.languages) {
    graph.instance(node, 'dct:language', languageUri(language), 'dct:LinguisticSystem');
  }
  for (const place of config.spatial) graph.instance(node, 'dct:spatial', place, 'dct:Location');
  describePlace(graph, node, config);
  describePublisherOfCatalogue(graph, config);
  describeContact(graph, node, config.publisher);
  describePaging(graph, config, page);
  for (const dataset of page.datasets) {
    graph.link(node, 'dcat:dataset', datasetIri(config, dataset));
    describeDataset(graph, config, dataset);
  }
  return graph;
}

function describePaging(graph: Graph, config: DcatApConfig, page: CataloguePage): void {
  const node = graph.node(page.url(page.number));
  // Harvesters follow one class or the other: Hydra renamed it, and kept the links.
  graph.type(node, 'hydra:PartialCollectionView');
  graph.type(node, 'hydra:PagedCollection');
  graph.typed(node, 'hydra:totalItems', page.count, 'xsd:integer');
  graph.typed(node, 'hydra:itemsPerPage', config.pageSize, 'xsd:integer');
  graph.link(node, 'hydra:first', page.url(1));
  graph.link(node, 'hydra:last', page.url(page.pages));
  if (page.number > 1) graph.link(node, 'hydra:previous', page.url(page.number - 1));
  if (page.number < page.pages) graph.link(node, 'hydra:next', page.url(page.number + 1));
}
