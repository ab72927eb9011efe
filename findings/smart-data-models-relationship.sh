#!/usr/bin/env bash
# pysmartdatamodels 0.8.2.0 (PyPI), which carries every published Smart Data Model with the NGSI-LD kind of each attribute.
# Guess: `refDevice`, which names another entity, is a Relationship in every model.
# Seen: a Relationship in 31 models and a Property in 3. A join over it finds nothing in those, and says nothing.
. "$(dirname "$0")/support/lib.sh"
smart_data_models <<'PYTHON'
kinds = Counter(each.get("typeNGSI") for each in attributes if each["property"] == "refDevice")
print("Relationship", kinds["Relationship"], "Property", kinds["Property"])
PYTHON
seen 'Relationship 31 Property 3' "$(cat out)"
