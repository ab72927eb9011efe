#!/usr/bin/env bash
# Three engines of SHACL with `sh:datatype`: pySHACL 0.40.1 (PyPI), rdf-validate-shacl 0.6.5 and shacl-engine 1.1.2 (npm).
# Guess: they agree on what is no date, as SHACL asks (4.1.2: a literal whose text its datatype does not have violates).
# Seen: a day that is in no calendar passes both of npm; a time of one number too few, or none at all, passes pySHACL; and midnight as
# 24:00:00, which XML Schema allows, is refused by pySHACL alone. A catalogue that is good at one portal is bad at another.
. "$(dirname "$0")/support/lib.sh"
npm install --silent --no-audit --no-fund --prefix . rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 n3@2.13.12 @zazuko/env-node@3.0.0 >/dev/null
python3 -m venv .
bin/pip install -q --disable-pip-version-check pyshacl==0.40.1
cat >shapes.ttl <<'TURTLE'
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetSubjectsOf dct:issued ;
  sh:property [ sh:path dct:issued ; sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:dateTime ] ) ] .
TURTLE
cat >of-npm.mjs <<'JS'
import { readFileSync } from 'node:fs';
import env from '@zazuko/env-node';
import { Parser } from 'n3';
import Validator from 'rdf-validate-shacl';
import { Validator as Engine } from 'shacl-engine';
const read = (file) => env.dataset(new Parser().parse(readFileSync(file, 'utf8')));
const [shapes, dataset] = [read('shapes.ttl'), read('data.ttl')];
const one = await new Validator(shapes, { factory: env }).validate(dataset);
const other = await new Engine(shapes, { factory: env }).validate({ dataset });
console.log(one.conforms, other.conforms);
JS
# conforms LITERAL: what pySHACL, rdf-validate-shacl and shacl-engine say.
conforms() {
  echo "<https://data.example/1> <http://purl.org/dc/terms/issued> \"$1\"^^<http://www.w3.org/2001/XMLSchema#$2> ." >data.ttl
  if bin/pyshacl --shacl shapes.ttl --format turtle data.ttl >/dev/null 2>&1; then printf 'true '; else printf 'false '; fi
  node of-npm.mjs
}
seen 'true true true' "$(conforms 2026-02-03 date)"
seen 'false true true' "$(conforms 2026-02-30 date)"
seen 'true false false' "$(conforms 2026-02-03T10:00 dateTime)"
seen 'true false false' "$(conforms 2026-02-03 dateTime)"
seen 'false true true' "$(conforms 2026-02-03T24:00:00Z dateTime)"
