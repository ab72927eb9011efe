#!/usr/bin/env bash
# iotagent-node-lib 4.14.0 (npm), the library of FIWARE's IoT agents, towards an NGSI-LD broker.
# Guess: the text "false" of an attribute of type Boolean, all that Ultralight and many a gateway can send, is false.
# Seen: true, as every text that is not empty.
. "$(dirname "$0")/support/lib.sh"
values='[{"name":"open","type":"Boolean","value":"false"}]'
seen '{"type":"Property","value":true}' \
  "$(measure "$values" "$values" | node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(0)).open)')"
