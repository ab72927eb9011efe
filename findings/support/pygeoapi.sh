# A pygeoapi over a CSV file with three car parks: `features QUERY` gives the answer, `places QUERY` which are in it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check pygeoapi==0.21.0
cat >places.csv <<'CSV'
id,lon,lat,name,free,when
1,27.10,38.40,Konak,5,2026-11-29T09:00:00Z
2,27.20,38.45,Bornova,0,2026-11-28T09:00:00Z
3,28.97,41.01,Fatih,7,2026-11-27T09:00:00Z
CSV
cat >config.yml <<'YAML'
server:
  bind: { host: 127.0.0.1, port: 5000 }
  url: https://places.example
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  languages: [en]
  limits: { default_items: 10, max_items: 10 }
  map: { url: https://tiles.example, attribution: none }
logging: { level: ERROR }
metadata:
  identification:
    { title: { en: Places }, description: { en: Places }, keywords: { en: [places] }, keywords_type: theme, terms_of_service: none, url: https://places.example }
  license: { name: CC0, url: https://places.example }
  provider: { name: Town, url: https://places.example }
  contact: { name: Town, email: data@places.example, url: https://places.example }
resources:
  places:
    type: collection
    title: { en: Places }
    description: { en: Places }
    keywords: { en: [places] }
    links: []
    extents:
      spatial: { bbox: [-180, -90, 180, 90], crs: http://www.opengis.net/def/crs/OGC/1.3/CRS84 }
      temporal: { begin: 2026-01-01T00:00:00Z, end: null }
    providers:
      - type: feature
        name: CSV
        data: places.csv
        id_field: id
        time_field: when
        geometry: { x_field: lon, y_field: lat }
YAML
export PYGEOAPI_CONFIG=$PWD/config.yml PYGEOAPI_OPENAPI=$PWD/openapi.yml
bin/pygeoapi openapi generate config.yml --output-file openapi.yml >/dev/null 2>&1

features() {
  bin/python -c 'import sys
from pygeoapi.flask_app import APP
print(APP.test_client().get("/collections/places/items?" + sys.argv[1]).get_data(as_text=True))' "$1" 2>/dev/null
}

places() {
  features "$1" | bin/python -c 'import json, sys
page = json.load(sys.stdin)
names = sorted(feature["properties"]["name"] for feature in page["features"])
print(json.dumps(names), "of", page["numberMatched"])'
}
