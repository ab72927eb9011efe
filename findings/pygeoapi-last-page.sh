#!/usr/bin/env bash
# pygeoapi 0.21.0 (PyPI), a server of OGC API Features, over a CSV file of three rows.
# Guess: the last page has no link to a next one (OGC 17-069r4, 7.15.8: a page without it is the last).
# Seen: it has where the page is full, though `numberMatched` says that nothing follows; the page behind it is empty. A client that
# asks for one row at a time makes four requests for three rows.
. "$(dirname "$0")/support/pygeoapi.sh"
next() {
  features "$1" | bin/python -c 'import json, sys
page = json.load(sys.stdin)
print(page["numberMatched"], page["numberReturned"], "next" in [link["rel"] for link in page["links"]])'
}
seen '3 1 True' "$(next 'f=json&limit=1&offset=2')"
seen '3 0 False' "$(next 'f=json&limit=1&offset=3')"
seen '3 1 False' "$(next 'f=json&limit=2&offset=2')"
