# CKAN with ckanext-dcat, ckanext-envvars and its image's uWSGI. Run here, without uWSGI, it reads its environment as
# the image does: CKAN_SQLALCHEMY_URL, CKAN_SOLR_URL and CKAN_REDIS_URL must be given, CKAN__X__Y sets ckan.x.y,
# CKAN_SYSADMIN_* make an administrator, and CKAN_INI names a configuration of your own.
# shellcheck shell=bash disable=SC2034,SC2154
version=2.11.4

missing() {
  missing_version
  ls -d "$PARTS"/ckan/lib/python3*/site-packages/ckanext/envvars >/dev/null 2>&1 || echo 'no ckanext-envvars'
  [ -x "$PARTS/ckan/bin/uwsgi" ] || echo 'no uWSGI beside CKAN'
}

install() {
  # psycopg2 and uWSGI are built from source.
  apt_install gcc libpq-dev libmagic1
  pip_install "ckan[requirements]==$version" ckanext-dcat==2.4.4 ckanext-envvars==0.0.6 \
    uwsgi==2.0.30
}

launch() {
  local ckan=$PARTS/ckan/bin/ckan
  default CKAN_INI "$data/ckan.ini"
  default CKAN_SITE_URL "$url"
  default CKAN_STORAGE_PATH "$data/storage"
  default CKAN__PLUGINS 'dcat structured_data envvars'
  if [ ! -f "$CKAN_INI" ]; then
    "$ckan" generate config "$CKAN_INI"
    "$ckan" config-tool "$CKAN_INI" "ckan.plugins=$CKAN__PLUGINS"
    "$ckan" db init
    if [ -n "${CKAN_SYSADMIN_NAME:-}" ]; then
      "$ckan" user add "$CKAN_SYSADMIN_NAME" "email=${CKAN_SYSADMIN_EMAIL:-admin@example.org}" \
        "password=$CKAN_SYSADMIN_PASSWORD" >/dev/null
      "$ckan" sysadmin add "$CKAN_SYSADMIN_NAME"
      "$ckan" user token add "$CKAN_SYSADMIN_NAME" tests -q | tail -n 1 >"$folder/token"
    fi
  fi
  serve "$url" "$url/api/3/action/status_show" \
    "$ckan" run --host 127.0.0.1 --port "$port" --disable-reloader --threaded "$@"
}
