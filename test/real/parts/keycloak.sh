# Keycloak, with a file database unless KC_* say otherwise; management port: PORT + 1000. It has no administrator unless
# KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD name one.
# shellcheck shell=bash disable=SC2034,SC2154
version=26.7.3
builds=$CACHE/keycloak-builds/$version
build_options='DB|FEATURES|FEATURES_DISABLED|EVENT_METRICS_USER_ENABLED|HEALTH_ENABLED|METRICS_ENABLED|TRACING_ENABLED'
build_options+='|HTTP_RELATIVE_PATH|HTTP_MANAGEMENT_RELATIVE_PATH|HTTP_MANAGEMENT_HEALTH_ENABLED|TRANSACTION_XA_ENABLED'

install() {
  maven_unpack "org.keycloak:keycloak-quarkus-dist:$version:tar.gz" 1
  build dev-file
  # As the platform runs it.
  KC_EVENT_METRICS_USER_ENABLED=true build postgres
}

missing() {
  missing_version
  [ -d "$builds/DB-postgres_EVENT_METRICS_USER_ENABLED-true_HEALTH_ENABLED-true_METRICS_ENABLED-true" ] ||
    echo "no build of keycloak $version as the platform runs it"
}

build() { # DATABASE
  folder=$(mktemp -d)
  (data=$folder port=0 KC_DB=$1 prepare)
  rm -r "$folder"
}

# prepare: a home of its own, because Keycloak writes its build and data there. A build takes half a minute:
# one is kept for each set of build options, in a folder named by them.
prepare() {
  local key
  export JAVA_HOME=${JAVA_HOME:-$(find_java 17)}
  default KC_DB dev-file
  default KC_CACHE local
  default KC_HEALTH_ENABLED true
  default KC_METRICS_ENABLED true
  [ -f "$data/bin/kc.sh" ] || cp -a --reflink=auto "$PARTS/keycloak/." "$data"
  key=$(env | sed -nE "s/^KC_(($build_options)=.*)/\1/p" | sort | paste -sd_ | tr =/ --)
  if [ ! -d "$builds/$key" ]; then
    "$data/bin/kc.sh" build >/dev/null
    mkdir -p "$builds"
    cp -a "$data/lib/quarkus" "$builds/.$key.$$"
    mv -T "$builds/.$key.$$" "$builds/$key" 2>/dev/null || rm -rf "${builds:?}/.$key.$$"
  fi
  rm -rf "$data/lib/quarkus"
  cp -a "$builds/$key" "$data/lib/quarkus"
}

launch() {
  prepare
  default KC_HTTP_ENABLED true
  default KC_HOSTNAME_STRICT false
  default KC_HTTP_HOST 127.0.0.1
  default KC_HTTP_PORT "$port"
  default KC_HTTP_MANAGEMENT_PORT $((port + 1000))
  # Half the time to get ready, at the price of speed later.
  default JAVA_OPTS_APPEND -XX:TieredStopAtLevel=1
  serve "$url" "http://127.0.0.1:$KC_HTTP_MANAGEMENT_PORT/health/ready" "$data/bin/kc.sh" start "$@"
}
