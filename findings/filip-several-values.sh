#!/usr/bin/env bash
# FiLiP 0.8.1 (PyPI, filip), a library for NGSI-LD brokers.
# Guess: it reads an attribute that has several values, told apart by datasetId, as ETSI GS CIM 009 writes them (4.5.5): a list.
# Seen: AttributeError, "'list' object has no attribute 'get'", for such an attribute and for `scope`, which is a list as well
# (4.18). Each value by itself is read.
. "$(dirname "$0")/support/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check filip==0.8.1
cat >read.py <<'PYTHON'
import sys
from filip.models.ngsi_ld.context import ContextLDEntity
value = lambda number, of: {"type": "Property", "value": number, "datasetId": f"urn:ngsi-ld:Dataset:{of}"}
one, other = value(1, "camera"), value(2, "loop")
def read(**attribute):
    try:
        ContextLDEntity(id="urn:ngsi-ld:TrafficFlowObserved:1", type="TrafficFlowObserved", **attribute)
        return "read"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
print(read(intensity=one), read(intensity=[one, other]), read(scope=["/izmir/konak"]), sep="; ")
PYTHON
refused="AttributeError: 'list' object has no attribute 'get'"
seen "read; $refused; $refused" "$(bin/python read.py 2>/dev/null)"
