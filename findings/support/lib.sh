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

# smart_data_models <SCRIPT: runs Python from standard input over `attributes`, a list of all attributes of all published models;
# what it prints is in the file `out`.
smart_data_models() {
  python3 -m venv .
  bin/pip install -q --disable-pip-version-check pysmartdatamodels==0.8.2.0
  {
    cat <<'PYTHON'
import gzip, json
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path
assets = Path(find_spec("pysmartdatamodels").origin).parent / "model-assets"
attributes = json.load(gzip.open(assets / "smartdatamodels.json.gz"))
PYTHON
    cat
  } | bin/python - >out
}
