#!/usr/bin/env bash
# iotagent-node-lib 4.14.0 (npm), the library of FIWARE's IoT agents, towards an NGSI-LD broker.
# Guess: the text "1e3", which devices write for large and small values, is 1000 for every type of number.
# Seen: 1 for Number and Integer, which read up to the first character that is no digit; 1000 for Float.
. "$(dirname "$0")/support/lib.sh"
values='[{"name":"n","type":"Number","value":"1e3"},{"name":"i","type":"Integer","value":"1e3"},{"name":"f","type":"Float","value":"1e3"}]'
seen '[1,1,1000]' "$(measure "$values" "$values" |
  node -p 'const sent = JSON.parse(require("fs").readFileSync(0)); JSON.stringify([sent.n.value, sent.i.value, sent.f.value])')"
