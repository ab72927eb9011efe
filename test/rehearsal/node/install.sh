#!/usr/bin/env bash
# install.sh: what a real node is made of besides the control plane of test/real/kubernetes, into the cache; only what is
# missing. About 10 minutes of two idle cores the first time. Needs Go 1.24 or newer, and Debian's apt as root.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../real/kubernetes/lib.sh"

missing=()
for package in containerd runc containernetworking-plugins conntrack iptables; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
done
[ "${#missing[@]}" = 0 ] || (export DEBIAN_FRONTEND=noninteractive && apt-get update && apt-get install -y --no-install-recommends "${missing[@]}")

bash "$HERE/build.sh" kubelet kube-proxy

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
program coredns github.com/coredns/coredns v1.12.4 github.com/coredns/coredns
program kube-network-policies sigs.k8s.io/kube-network-policies v0.8.0 sigs.k8s.io/kube-network-policies/cmd
