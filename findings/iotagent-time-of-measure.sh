#!/usr/bin/env bash
# iotagent-node-lib 4.14.0 (npm), the library of FIWARE's IoT agents, towards an NGSI-LD broker.
# Guess: TimeInstant, the member in which a measure carries its own time, becomes observedAt of what was measured.
# Seen: it is dropped without a word unless the device or the agent is configured with `timestamp: true`: the broker gets a
# value that has no time.
. "$(dirname "$0")/support/lib.sh"
attributes='[{"name":"level","type":"Float"}]'
values='[{"name":"level","type":"Float","value":"2.5"},{"name":"TimeInstant","type":"DateTime","value":"2026-01-02T03:04:05Z"}]'
seen '{"id":"urn:ngsi-ld:Device:1","type":"Device","level":{"type":"Property","value":2.5}}' \
  "$(measure "$attributes" "$values" |
    node -p 'const { "@context": _, ...sent } = JSON.parse(require("fs").readFileSync(0)); JSON.stringify(sent)')"
