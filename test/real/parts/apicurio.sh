# Apicurio Registry. Needs Java 21.
# shellcheck shell=bash disable=SC2034,SC2154
version=3.3.3
install() { maven_unpack "io.apicurio:apicurio-registry-app:$version:tar.gz:all" 0; }
