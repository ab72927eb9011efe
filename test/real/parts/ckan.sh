# CKAN with ckanext-dcat, ckanext-envvars and its image's uWSGI.
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
