import { languageCode } from '../../constructs/spec/language-codes';
import { licences as spdxLicences } from '../../constructs/spec/licences';

/** Authority tables of the EU Publications Office that DCAT-AP 3 takes its values from. */
const AUTHORITY = 'http://publications.europa.eu/resource/authority/';

/** The table that a value is of; undefined for what is of none. */
export function schemeOf(iri: string): string | undefined {
  const [table = '', code = ''] = iri.startsWith(AUTHORITY) ? iri.slice(AUTHORITY.length).split('/') : [];
  return code === '' ? undefined : `${AUTHORITY}${table}`;
}

/**
 * URI of a language by its tag; undefined for one that the table lacks.
 *
 * @param tag of a language (BCP 47). The table has the codes of ISO 639-3.
 */
export const languageUri = (tag: string): string | undefined => {
  const code = languageCode(tag);
  return code === undefined ? undefined : `${AUTHORITY}language/${code.toUpperCase()}`;
};

/** English names of the themes by their code. */
const themes: Readonly<Record<string, string>> = {
  AGRI: 'Agriculture, fisheries, forestry and food',
  ECON: 'Economy and finance',
  EDUC: 'Education, culture and sport',
  ENER: 'Energy',
  ENVI: 'Environment',
  GOVE: 'Government and public sector',
  HEAL: 'Health',
  INTR: 'International issues',
  JUST: 'Justice, legal system and public safety',
  REGI: 'Regions and cities',
  SOCI: 'Population and society',
  TECH: 'Science and technology',
  TRAN: 'Transport',
};

/** The themes of DCAT-AP, as a scheme, and its English name. */
export const THEME_TAXONOMY = `${AUTHORITY}data-theme`;
/** English name of the scheme of themes. */
export const THEME_TAXONOMY_TITLE = 'Data theme';

/**
 * URI of a data theme by its code, such as `TRAN`; undefined for an unknown one.
 *
 * @param code for example `TRAN`, in any case
 */
export const themeUri = (code: string): string | undefined =>
  Object.hasOwn(themes, code.toUpperCase()) ? `${THEME_TAXONOMY}/${code.toUpperCase()}` : undefined;

/** The English name of a theme of the table, by its URI. */
export const themeName = (uri: string): string | undefined =>
  uri.startsWith(`${THEME_TAXONOMY}/`) ? themes[uri.slice(THEME_TAXONOMY.length + 1)] : undefined;

/** URI of the access right that everybody has. */
export const PUBLIC_ACCESS = `${AUTHORITY}access-right/PUBLIC`;

/** Everybody may know that the data are there, and not everybody may have them. */
export const RESTRICTED_ACCESS = `${AUTHORITY}access-right/RESTRICTED`;

/** SPDX identifier or CKAN's licence id to the licence table. */
const licences: Readonly<Record<string, string>> = {
  'cc0-1.0': 'CC0',
  'cc-zero': 'CC0',
  'cc-by-4.0': 'CC_BY_4_0',
  'cc-by-sa-4.0': 'CC_BYSA_4_0',
  'odbl-1.0': 'ODC_BL',
  'odc-odbl': 'ODC_BL',
  'odc-by-1.0': 'ODC_BY',
  'odc-by': 'ODC_BY',
  'pddl-1.0': 'ODC_PDDL',
  'odc-pddl': 'ODC_PDDL',
};

/** URI of a licence by its SPDX identifier, or CKAN's licence id; undefined for one that the table lacks. */
export const licenceUri = (id: string): string | undefined => {
  const name = licences[id.toLowerCase()];
  return name === undefined ? undefined : `${AUTHORITY}licence/${name}`;
};

/** SPDX identifier of a licence that the table has, or that names itself so; undefined for another. */
export const licenceId = (uri: string): string | undefined =>
  Object.entries(spdxLicences).find(([id, own]) => own === uri || licenceUri(id) === uri)?.[0];

/** Format, as CKAN has it, to code of the file type table and media type of IANA. */
const formats: Readonly<Record<string, readonly [fileType: string, mediaType?: string]>> = {
  csv: ['CSV', 'text/csv'],
  geojson: ['GEOJSON', 'application/geo+json'],
  gml: ['GML', 'application/gml+xml'],
  gpkg: ['GPKG', 'application/geopackage+sqlite3'],
  html: ['HTML', 'text/html'],
  json: ['JSON', 'application/json'],
  'json-ld': ['JSON_LD', 'application/ld+json'],
  jsonld: ['JSON_LD', 'application/ld+json'],
  kml: ['KML', 'application/vnd.google-earth.kml+xml'],
  ods: ['ODS', 'application/vnd.oasis.opendocument.spreadsheet'],
  pdf: ['PDF', 'application/pdf'],
  rdf: ['RDF_XML', 'application/rdf+xml'],
  shp: ['SHP'],
  ttl: ['RDF_TURTLE', 'text/turtle'],
  txt: ['TXT', 'text/plain'],
  xls: ['XLS', 'application/vnd.ms-excel'],
  xlsx: ['XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  xml: ['XML', 'application/xml'],
  zip: ['ZIP', 'application/zip'],
};

/** URI of a file type by CKAN's format; undefined for one that the table lacks. */
export const fileTypeUri = (format: string): string | undefined => {
  const fileType = formats[format.toLowerCase()]?.[0];
  return fileType === undefined ? undefined : `${AUTHORITY}file-type/${fileType}`;
};

/** CKAN's format by the URI of a file type; undefined for one that the table lacks. */
export const fileFormat = (uri: string): string | undefined =>
  Object.keys(formats)
    .find((format) => fileTypeUri(format) === uri)
    ?.toUpperCase();

/** Media type by CKAN's format; undefined where IANA has none. */
export const mediaTypeOf = (format: string): string | undefined => formats[format.toLowerCase()]?.[1];

const frequencies: readonly string[] = [
  'ANNUAL',
  'BIMONTHLY',
  'BIWEEKLY',
  'CONT',
  'DAILY',
  'HOURLY',
  'IRREG',
  'MONTHLY',
  'NEVER',
  'QUARTERLY',
  'UNKNOWN',
  'UPDATE_CONT',
  'WEEKLY',
];

/**
 * URI of a frequency of updates by its code, such as `DAILY`; undefined for an unknown one.
 *
 * @param code for example `DAILY`, in any case
 */
export const frequencyUri = (code: string): string | undefined =>
  frequencies.includes(code.toUpperCase()) ? `${AUTHORITY}frequency/${code.toUpperCase()}` : undefined;
