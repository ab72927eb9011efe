#!/usr/bin/env bash
# podman-compose 1.6.0 (PyPI) and `configs` of the Compose specification, whose text stands in the file (`content`).
# Guess: the service gets the file, or the engine is told that it cannot.
# Seen: neither: the container is created without it, and nothing is said. A program in the place of Podman notes what it is asked.
. "$(dirname "$0")/support/lib.sh"
python3 -m venv .
bin/pip install -q --disable-pip-version-check podman-compose==1.6.0
cat >compose.yaml <<'YAML'
services:
  page:
    image: docker.io/library/nginx:1.29
    configs:
      - { source: index, target: /usr/share/nginx/html/index.html }
    tmpfs: [/tmp]
configs:
  index: { content: "hello\n" }
YAML
cat >bin/podman <<'SH'
#!/bin/sh
echo "$*" >>asked
case "$*" in *--version*) echo podman version 5.4.2 ;; *'--format json'*) echo '[]' ;; esac
SH
chmod +x bin/podman
PATH=$PWD/bin:$PATH bin/podman-compose up -d >said 2>&1
seen 'tmpfs 1, index.html 0, said 0' \
  "tmpfs $(grep -c -- '^create .*--tmpfs /tmp' asked), index.html $(grep -c 'index' asked || true), said $(grep -ci config said || true)"
