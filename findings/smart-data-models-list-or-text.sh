#!/usr/bin/env bash
# pysmartdatamodels 0.8.2.0 (PyPI), which carries every published Smart Data Model with its attributes and their types.
# Guess: an attribute that many models have, such as `category`, has one JSON type in all of them, so that one dashboard or one
# column serves all.
# Seen: `category` is a list in 28 models, a text in 25 and an object in 3. A program that reads several models takes each.
. "$(dirname "$0")/support/lib.sh"
smart_data_models <<'PYTHON'
types = Counter(each["type"] for each in attributes if each["property"] == "category" and not each.get("parentId"))
print(*(f"{name} {types[name]}" for name in ("array", "string", "object")), sep=", ")
PYTHON
seen 'array 28, string 25, object 3' "$(cat out)"
