# Scorpio NGSI-LD broker (5.0.3-SNAPSHOT, commit c42c5aa, BSD-3-Clause), all in one, messages in memory.
# Needs DBHOST, DBPORT, DBNAME, DBUSER and DBPASS; the role needs CREATEDB for tenants, each of which is a database
# named `ngb` and a hash: two Scorpios with tenants must not share a PostgreSQL server.
# shellcheck shell=bash disable=SC2034,SC2154
version=5.0.3
install() { unpack scorpio-5.0.3.tar.xz f91406ad84794aa2dde1cde49273f1e23be7e2d89d8edbec5d299c6683c62fb9; }

launch() {
  local java
  java=$(find_java 17)
  default QUARKUS_HTTP_HOST 127.0.0.1
  default QUARKUS_HTTP_PORT "$port"
  default QUARKUS_PROFILE in-memory
  serve "$url" "$url/q/health" "$java/bin/java" -Xmx768m -Dscorpio.gatewayurl="$url" \
    -Datcontext.url="$url/ngsi-ld/v1/jsonldContexts/" -Dscorpio.entity-manager-server="$url" \
    -Dscorpio.at-context-server="$url" -Dselfhostcorecontext="$url/corecontext" "$@" -jar "$PARTS/scorpio/quarkus-run.jar"
}
