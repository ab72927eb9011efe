#!/usr/bin/env bash
# iotagent-node-lib 4.14.0 (npm), the library of FIWARE's IoT agents, towards an NGSI-LD broker.
# Guess: a geo:point, which NGSIv2 defines as "latitude, longitude", becomes a GeoJSON point, whose order is the other one.
# Seen: the numbers keep the order of the text. Izmir (38.42 north, 27.14 east) lands in Saudi Arabia.
. "$(dirname "$0")/support/lib.sh"
position='[{"name":"position","type":"geo:point","value":"38.42, 27.14"}]'
seen '{"type":"GeoProperty","value":{"type":"Point","coordinates":[38.42,27.14]}}' \
  "$(measure "$position" "$position" | node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(0)).position)')"
