# Solr as a library, with a class that starts it; its schema comes with CKAN.
# shellcheck shell=bash disable=SC2034,SC2154
version=9.8.1

install() {
  maven -f "$PARTS_HERE/solr/pom.xml" -Dsolr.version="$version" -DoutputDirectory="$PARTS/solr/lib" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
  "$(find_java 17 javac)/bin/javac" --release 17 -cp "$PARTS/solr/lib/*" -d "$PARTS/solr" "$PARTS_HERE/solr/SolrBoot.java"
}
