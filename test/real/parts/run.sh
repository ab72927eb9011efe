#!/usr/bin/env bash
# run.sh PART FOLDER PORT [ARGS...]: run an installed part in the foreground on 127.0.0.1:PORT with its data in FOLDER.
# ARGS go to the program; its own environment variables win over the defaults that stand in PART.sh. When it is about to
# run, FOLDER/serving holds its URL, what to wait for and the signal that ends it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# -ge 3 ] || die "usage: run.sh PART FOLDER PORT [ARGS...], of: ${ALL_PARTS[*]}"
load "$1"
why=$(missing)
[ -z "$why" ] || die "$why: run test/real/install.sh $part"
mkdir -p "$2/data"
folder=$(cd "$2" && pwd)
data=$folder/data
port=$3
url=http://127.0.0.1:$port
shift 3
launch "$@"
