# What the install scripts here share; sourced by them.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/../../real/kubernetes/lib.sh"

packages() { # NAME...: of the distribution
  local package missing=()
  for package; do
    dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
  done
  [ "${#missing[@]}" = 0 ] || (export DEBIAN_FRONTEND=noninteractive && apt-get update && apt-get install -y --no-install-recommends "${missing[@]}")
}

# Built in a module of one's own with a single requirement: `go install` refuses a module that replaces another.
program() { # NAME MODULE VERSION PACKAGE
  [ ! -x "$BIN/$1" ] || return 0
  local src=$KUBERNETES/$1 began=$SECONDS
  mkdir -p "$src"
  cd "$src"
  printf 'module citykit.test\n\ngo 1.24\n\nrequire %s %s\n' "$2" "$3" >go.mod
  CGO_ENABLED=0 go build -mod=mod -trimpath -ldflags '-s -w' -o "$BIN/$1" "$4"
  echo "$1 built in $((SECONDS - began)) s"
}
