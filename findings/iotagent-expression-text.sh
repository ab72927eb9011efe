#!/usr/bin/env bash
# iotagent-node-lib 4.14.0 (npm), the library of FIWARE's IoT agents, and a computed attribute of a measure that came as text, as all
# measures of Ultralight do.
# Guess: `level + 1` of the measure "10" is 11.
# Seen: 101, since the measure is text to the expression, and the number is made of the result; `level * 2` is 20.
. "$(dirname "$0")/support/lib.sh"
computed() {
  measure "[{\"name\":\"level\",\"type\":\"Number\"},{\"name\":\"computed\",\"type\":\"Number\",\"expression\":\"$1\"}]" \
    '[{"name":"level","type":"Number","value":"10"}]' | node -p 'JSON.parse(require("fs").readFileSync(0)).computed.value'
}
seen 101 "$(computed 'level + 1')"
seen 20 "$(computed 'level * 2')"
