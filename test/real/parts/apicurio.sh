# Apicurio Registry, in memory unless APICURIO_* say otherwise. Management port: PORT + 1000. Needs Java 21.
# shellcheck shell=bash disable=SC2034,SC2154
version=3.3.3
install() { maven_unpack "io.apicurio:apicurio-registry-app:$version:tar.gz:all" 0; }

launch() {
  local java
  java=$(find_java 21)
  default QUARKUS_HTTP_HOST 127.0.0.1
  default QUARKUS_HTTP_PORT "$port"
  default QUARKUS_MANAGEMENT_HOST 127.0.0.1
  default QUARKUS_MANAGEMENT_PORT $((port + 1000))
  serve "$url" "$url/apis/registry/v3/system/info" "$java/bin/java" -Xmx512m "$@" -jar "$PARTS/apicurio/quarkus-run.jar"
}
