#!/usr/bin/env bash
# OWSLib 0.35.0 (PyPI), a client of OGC API Features, for a feature whose id is a URL, as ids of NGSI-LD may be.
# Guess: the id is one segment of the path, and what would end it is escaped.
# Seen: it is put there as it is: its slashes make further segments, and what follows its `#` is not sent.
. "$(dirname "$0")/support/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check owslib==0.35.0
cat >ask.py <<'PYTHON'
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from owslib.ogcapi.features import Features
asked = []
class Server(BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def do_GET(self):
        asked.append(self.path)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"links": []}')
server = HTTPServer(("127.0.0.1", 0), Server)
Thread(target=server.serve_forever, daemon=True).start()
Features(f"http://127.0.0.1:{server.server_port}/").collection_item("places", "https://town.example/parking/1#camera")
print(asked[-1])
PYTHON
seen '/collections/places/items/https://town.example/parking/1' "$(bin/python ask.py)"
