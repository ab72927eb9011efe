import type { PostgresDatabase } from '../waist/primitives';

const everywhere = [
  'address_standardizer',
  'address_standardizer_data_us',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dblink',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'moddatetime',
  'pg_buffercache',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_trgm',
  'pg_visibility',
  'pgcrypto',
  'pgrowlocks',
  'pgstattuple',
  'plpgsql',
  'postgis',
  'postgis_raster',
  'postgis_tiger_geocoder',
  'postgis_topology',
  'postgres_fdw',
  'sslinfo',
  'tablefunc',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
];

/** What servers offer for `create extension`, by what runs them. */
export const postgresExtensions = {
  /**
   * The images `postgis/postgis` and CloudNativePG's `postgis`: PostgreSQL 17 with all its additional modules
   * (https://www.postgresql.org/docs/17/contrib.html), and PostGIS 3.5 (https://postgis.net/docs/manual-3.5/).
   */
  image: [
    ...everywhere,
    'amcheck',
    'autoinc',
    'file_fdw',
    'insert_username',
    'intagg',
    'pageinspect',
    'pg_freespacemap',
    'pg_surgery',
    'pg_walinspect',
    'postgis_sfcgal',
    'refint',
    'seg',
    'tcn',
    'xml2',
  ].sort(),
  /**
   * Aurora PostgreSQL 17: of what Amazon lists, those that the images have too, so that a component works on both.
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Extensions.html
   */
  aurora: everywhere,
} as const;

/**
 * Checks that a server has the extensions that its databases ask for.
 *
 * @throws with every extension that a database asks for and its server does not have.
 */
export function checkExtensions(databases: readonly PostgresDatabase[], offered: readonly string[]): void {
  const missing = databases.flatMap(({ node, extensions }) =>
    extensions
      .filter((name) => !offered.includes(name))
      .map((name) => `${node.path}: the server has no extension '${name}'`),
  );
  if (missing.length > 0) throw new Error(`${missing.join('\n')}\nIt has ${offered.join(', ')}`);
}
