#!/usr/bin/env bash
# pygeoapi 0.21.0 (PyPI), a server of OGC API Features, over a CSV file with a configured time field.
# Guess: `datetime` gives the rows of that time, or is refused.
# Seen: 200 with every row, `numberMatched` as well; `bbox` and a property's value do filter. The queryables call the field the primary
# instant all the same.
. "$(dirname "$0")/support/pygeoapi.sh"
seen '["Bornova", "Fatih", "Konak"] of 3' "$(places 'f=json&datetime=2026-11-29T00:00:00Z/..')"
seen '["Konak"] of 1' "$(places 'f=json&bbox=27,38,27.15,38.42')"
seen '["Konak"] of 1' "$(places 'f=json&free=5')"
