#!/usr/bin/env bash
# cdk8s-plus-27 2.9.5 (npm), constructs over Kubernetes objects.
# Guess: it brings what it needs to render objects: minimatch, which it says is its one dependency, and nothing else.
# Seen: it names `backport`, a command with which maintainers carry commits to other branches on GitHub, as an optional
# dependency. npm installs those unless told otherwise: 194 packages instead of 5. `--omit=optional` leaves it out, and
# nothing is missed.
. "$(dirname "$0")/support/lib.sh"
installed() {
  npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps --prefix "$1" "${@:2}" cdk8s-plus-27@2.9.5 >/dev/null
  npm ls --all --parseable --prefix "$1" 2>/dev/null | grep -c '/node_modules/[^.]' || true
}
all=$(installed all)
few=$(installed few --omit=optional)
seen 'backport true, without it false, more than 100 packages true' \
  "backport $([ -d all/node_modules/backport ] && echo true), without it $([ -d few/node_modules/backport ] && echo true || echo false), more than 100 packages $([ $((all - few)) -gt 100 ] && echo true)"
