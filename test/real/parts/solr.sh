# Solr with one core, "ckan", on CKAN's schema: the base URL is the core's.
# shellcheck shell=bash disable=SC2034,SC2154
version=9.8.1

schema() { find "$PARTS/ckan/lib" -path '*/ckan/config/solr/schema.xml' 2>/dev/null | head -n 1; }

install() {
  maven -f "$PARTS_HERE/solr/pom.xml" -Dsolr.version="$version" -DoutputDirectory="$PARTS/solr/lib" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
  "$(find_java 17 javac)/bin/javac" --release 17 -cp "$PARTS/solr/lib/*" -d "$PARTS/solr" "$PARTS_HERE/solr/SolrBoot.java"
}

launch() {
  local core=$data/ckan
  [ -n "$(schema)" ] || die "solr takes its schema from CKAN: run test/real/install.sh ckan"
  mkdir -p "$core/conf"
  cp "$(schema)" "$PARTS_HERE/solr/solrconfig.xml" "$core/conf"
  touch "$core"/conf/{protwords,synonyms,stopwords}.txt
  echo name=ckan >"$core/core.properties"
  echo '<solr/>' >"$data/solr.xml"
  cd "$data"
  serve "$url/solr/ckan" "$url/solr/ckan/select?q=*:*" \
    "$(find_java 17)/bin/java" -Xmx512m "$@" -cp "$PARTS/solr:$PARTS/solr/lib/*" SolrBoot "$data" "$port"
}
