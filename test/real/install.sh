#!/usr/bin/env bash
# install.sh [NAME...]: put the real parts that tests start into the cache; all of them without a NAME, and only what
# is not there yet. install.sh --check NAME... says instead what is missing, a line each, and installs nothing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/parts/lib.sh"
kubernetes=$CACHE/kubernetes

missing_of() {
  case $1 in
    # build.sh writes it last
    kubernetes) [ -f "$kubernetes/kwok.yaml" ] || echo "kubernetes is not in $kubernetes" ;;
    crds) cmp -s "$kubernetes/crds/.version" "$here/kubernetes/crds.sh" || echo "the CRDs are not in $kubernetes/crds" ;;
    *) (load "$1" && missing) ;;
  esac
}

install_of() {
  case $1 in
    kubernetes) "$here/kubernetes/build.sh" ;;
    crds) "$here/kubernetes/crds.sh" "$kubernetes/crds" ;;
    *)
      load "$1"
      [ -z "$version" ] || { rm -rf "${PARTS:?}/$part" && mkdir -p "$PARTS/$part"; }
      install
      [ -z "$version" ] || echo "$version" >"$PARTS/$part/.version"
      ;;
  esac
}

if [ "${1:-}" = --check ]; then
  shift
  for name; do missing_of "$name"; done
  exit
fi
[ $# -gt 0 ] || set -- "${ALL_PARTS[@]}" crds kubernetes
mkdir -p "$PARTS"
exec 9>"$PARTS/.lock"
flock 9

# install_all NAME...: one after the other; fails where one could not be had.
install_all() {
  local name why began result failed=0
  for name; do
    case ",${CITYKIT_WITHOUT:-}," in *",$name,"*) continue ;; esac
    why=$(missing_of "$name")
    [ -n "$why" ] || continue
    began=$SECONDS
    # The subshell keeps errexit on inside: one part that cannot be had does not keep the others away.
    set +e
    (set -e && install_of "$name" 9>&-)
    result=$?
    set -e
    why=$(missing_of "$name")
    if [ "$result" = 0 ] && [ -z "$why" ]; then
      echo "$name installed in $((SECONDS - began)) s"
    else
      echo "$name could not be installed" >&2
      failed=1
    fi
  done
  return "$failed"
}

# What is compiled takes a processor's time, and what is fetched takes the network's: both at once.
compiled=() fetched=()
for name; do
  case $name in checkers | compose | kubernetes | otelcol | prometheus | pulumi | restic) compiled+=("$name") ;; *) fetched+=("$name") ;; esac
done
failed=0
install_all "${compiled[@]}" &
compiling=$!
install_all "${fetched[@]}" &
wait "$!" || failed=1
wait "$compiling" || failed=1
exit "$failed"
