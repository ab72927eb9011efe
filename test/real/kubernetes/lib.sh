# Where the Kubernetes binaries are; sourced by build.sh, crds.sh and up.sh.
# shellcheck shell=bash disable=SC2034
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
KUBERNETES=${XDG_CACHE_HOME:-$HOME/.cache}/citykit/kubernetes
BIN=$KUBERNETES/bin

die() { echo "$*" >&2; exit 1; }

# module_dir MODULE@VERSION: the folder of a Go module, downloaded if need be.
module_dir() {
  (cd / && go mod download -json "$1") | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p' | grep . || die "$1: cannot be had"
}
