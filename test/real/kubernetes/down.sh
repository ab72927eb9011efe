#!/usr/bin/env bash
# down.sh DIR: end the control plane that up.sh runs with its state in DIR, and wait until it has gone.
set -euo pipefail
pid=$(<"${1:?usage: down.sh DIR}/pid")
grep -qz -- up.sh "/proc/$pid/cmdline" 2>/dev/null || exit 0
kill "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
