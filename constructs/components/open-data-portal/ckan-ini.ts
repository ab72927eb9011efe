import type { Size } from '../../waist/units';

/** What a configuration of CKAN says of a city. */
export interface CkanIniProps {
  /** Name of the site for people. */
  readonly title: string;
  /** CKAN's names of its translations in the order of its menu; the first is the default. */
  readonly locales: readonly string[];
  readonly plugins: readonly string[];
  /** The largest file that may be uploaded. */
  readonly upload: Size;
}

/** Where the file is mounted, for `CKAN_INI`. */
export const ckanIniFile = '/citykit/ckan/ckan.ini';

/**
 * CKAN's configuration, laid over the image's own: CKAN's start script would edit that one, which a read-only file system
 * forbids, and make other secrets in each replica. Nothing secret stands in it: CKAN fills in `%(CKAN_…)s` from variables
 * of its environment whose names begin with CKAN_ (ckan/cli/__init__.py).
 */
export function ckanIni({ title, locales, plugins, upload }: CkanIniProps): string {
  const server = '@%(CKAN_DB_HOST)s:%(CKAN_DB_PORT)s';
  const datastore = `${server}/%(CKAN_DATASTORE_NAME)s`;
  return `[app:main]
use = config:/srv/app/ckan.ini

ckan.site_title = ${literal(title)}
ckan.locale_default = ${locales[0] ?? 'en'}
ckan.locale_order = ${locales.join(' ')}
ckan.plugins = ${plugins.join(' ')}
ckan.hide_version = true
ckan.max_resource_size = ${upload.mebibytes}

sqlalchemy.url = postgresql://%(CKAN_DB_USER)s:%(CKAN_DB_PASSWORD)s${server}/%(CKAN_DB_NAME)s
ckan.datastore.write_url = postgresql://%(CKAN_DATASTORE_USER)s:%(CKAN_DATASTORE_PASSWORD)s${datastore}
ckan.datastore.read_url = postgresql://%(CKAN_READER_USER)s:%(CKAN_READER_PASSWORD)s${datastore}

# A search that has gone holds each thread that asks it this long; CKAN's own minute stops the whole portal.
solr_timeout = 20

SECRET_KEY = %(CKAN_SESSION_SECRET)s
beaker.session.secret = %(CKAN_SESSION_SECRET)s
WTF_CSRF_SECRET_KEY = %(CKAN_SESSION_SECRET)s
api_token.jwt.encode.secret = string:%(CKAN_TOKEN_SECRET)s
api_token.jwt.decode.secret = string:%(CKAN_TOKEN_SECRET)s

SESSION_COOKIE_SECURE = true
REMEMBER_COOKIE_SECURE = true
REMEMBER_COOKIE_SAMESITE = Lax
# Open data are for the pages of others too. No cookie is sent along: CKAN allows no credentials.
ckan.cors.origin_allow_all = true
ckan.auth.anon_create_dataset = false
ckan.auth.create_user_via_api = false
ckan.auth.create_user_via_web = false
ckan.auth.public_user_details = false

[loggers]
keys = root

[handlers]
keys = console

[formatters]
keys = line

[logger_root]
level = WARNING
handlers = console

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = line

[formatter_line]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
`;
}

/** One line that stands for itself: `%` begins a variable. */
function literal(value: string): string {
  return value.replace(/\s+/g, ' ').trim().replaceAll('%', '%%');
}
