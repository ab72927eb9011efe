# What the findings share: a temporary folder that goes, and a comparison that fails when the behaviour has changed.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# measure ATTRIBUTES VALUES: what iotagent-node-lib sends to a broker for one measure.
measure() {
  [ -d node_modules ] || npm install --silent --no-audit --no-fund --prefix . iotagent-node-lib@4.14.0 >/dev/null
  node "$support/measure.cjs" "$1" "$2" 2>/dev/null | tail -n 1
}

# seen EXPECTED ACTUAL
seen() {
  printf 'expected: %s\nseen:     %s\n' "$1" "$2"
  [ "$1" = "$2" ] || { echo 'the behaviour has changed' >&2; exit 1; }
}
