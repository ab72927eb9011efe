import { type JsonObject, textOf } from '../shared/json-value';
import { dateOrTime, timestamp, translatedTexts } from './dataset-fields';
import type { DcatApConfig } from './dcat-ap-config';
import { fileTypeUri, licenceUri, mediaTypeOf } from './eu-authorities';
import { type Graph, type RdfSubject, safeIri } from './graph';
import { prefixes, type Term } from './vocabulary';

const MEDIA_TYPES = 'https://www.iana.org/assignments/media-types/';

/** Describes a resource of CKAN as a `dcat:Distribution` of its dataset. */
export function describeDistribution(
  graph: Graph,
  config: DcatApConfig,
  dataset: { readonly node: RdfSubject; readonly data: JsonObject; readonly page: string },
  resource: JsonObject,
): void {
  const page = `${dataset.page}/resource/${encodeURIComponent(String(resource.id))}`;
  const node = graph.node(safeIri(resource.uri) ?? page);
  const url = safeIri(resource.url);
  graph.add(dataset.node, 'dcat:distribution', node);
  graph.type(node, 'dcat:Distribution');
  for (const [text, language] of translatedTexts(resource, 'name')) graph.prose(node, 'dct:title', text, language);
  for (const [text, language] of translatedTexts(resource, 'description')) {
    graph.prose(node, 'dct:description', text, language);
  }
  // DCAT-AP requires an access URL; the resource's page leads to the data whatever its own URL is.
  graph.link(node, 'dcat:accessURL', url ?? page);
  if (resource.url_type === 'upload') graph.link(node, 'dcat:downloadURL', url);
  describeFormat(graph, node, resource);
  graph.instance(node, 'dct:license', licenceOf(config, resource, dataset.data), 'dct:LicenseDocument');
  // What its own catalogue says of a distribution that is from another one; CKAN's dates are of the copy.
  const isForeign = safeIri(resource.uri) !== undefined;
  const changed = timestamp(resource.last_modified) ?? timestamp(resource.metadata_modified);
  const issued = dateOrTime(isForeign ? textOf(resource.issued) : timestamp(resource.created));
  const modified = dateOrTime(isForeign ? textOf(resource.modified) : changed);
  if (issued) graph.typed(node, 'dct:issued', ...issued);
  if (modified) graph.typed(node, 'dct:modified', ...modified);
  if (Number.isSafeInteger(resource.size) && Number(resource.size) >= 0) {
    graph.typed(node, 'dcat:byteSize', Number(resource.size), 'xsd:nonNegativeInteger');
  }
  describeChecksum(graph, node, textOf(resource.hash));
  graph.instance(node, 'dct:conformsTo', safeIri(resource.conforms_to), 'dct:Standard');
}

function describeFormat(graph: Graph, node: RdfSubject, resource: JsonObject): void {
  const format = textOf(resource.format) ?? '';
  const given = textOf(resource.mimetype);
  const mediaType = given !== undefined && /^[a-z0-9]+\/[-+.a-z0-9]+$/.test(given) ? given : mediaTypeOf(format);
  graph.instance(node, 'dct:format', fileTypeUri(format), 'dct:MediaTypeOrExtent');
  graph.instance(node, 'dcat:mediaType', mediaType && `${MEDIA_TYPES}${mediaType}`, 'dct:MediaType');
}

/** URI of the licence: of the resource, else of its dataset; from the configuration, the EU's table or CKAN's own. */
function licenceOf({ licences }: DcatApConfig, resource: JsonObject, dataset: JsonObject): string | undefined {
  const byId = (id: string | undefined) => (id === undefined ? undefined : (licences[id] ?? licenceUri(id)));
  return (
    byId(textOf(resource.license_id)) ??
    safeIri(resource.license) ??
    byId(textOf(dataset.license_id)) ??
    safeIri(dataset.license_url)
  );
}

const algorithms: Readonly<Record<number, Term>> = {
  32: 'spdx:checksumAlgorithm_md5',
  40: 'spdx:checksumAlgorithm_sha1',
  64: 'spdx:checksumAlgorithm_sha256',
};

/** CKAN keeps a checksum without its algorithm, which its length tells. */
function describeChecksum(graph: Graph, node: RdfSubject, hash: string | undefined): void {
  const digits = hash?.match(/^(?:(?:md5|sha1|sha256):)?([0-9a-f]+)$/i)?.[1];
  const algorithm = digits === undefined ? undefined : algorithms[digits.length];
  if (digits === undefined || algorithm === undefined) return;
  const checksum = graph.blank();
  graph.add(node, 'spdx:checksum', checksum);
  graph.type(checksum, 'spdx:Checksum');
  graph.typed(checksum, 'spdx:checksumValue', digits.toLowerCase(), 'xsd:hexBinary');
  const iri = `${prefixes.spdx}${algorithm.slice('spdx:'.length)}`;
  graph.instance(checksum, 'spdx:algorithm', iri, 'spdx:ChecksumAlgorithm');
}
