#!/usr/bin/env bash
# build.sh [NAME...]: a Kubernetes control plane, kubectl and kwok from the Go module proxy into the cache, and what else of
# Kubernetes is named (kubelet, kube-proxy); only what is missing.
# About 6 minutes of two idle cores the first time. Needs Go 1.24 or newer.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
kubernetes=v1.34.2
staging=v0.34.2 # a version that the proxy serves for every staging module
kwok=v0.8.0
export CGO_ENABLED=0
mkdir -p "$BIN" "$KUBERNETES/src"
exec 9>"$KUBERNETES/.lock"
flock 9

# Kubernetes refuses `go install`, because its go.mod replaces its staging modules by folders: build inside a
# module that replaces them by their published versions.
sources() {
  local dir
  dir=$(module_dir "k8s.io/kubernetes@$kubernetes")
  sed -E "s/^module .*/module citykit.test/; s#=> \./staging/src/(\S+)#=> \1 $staging#" "$dir/go.mod" >go.mod
  install -m 644 "$dir/go.sum" go.sum
  go mod edit -require "k8s.io/kubernetes@$kubernetes"
}

build() { # NAME PACKAGE
  local at=k8s.io/component-base/version client=k8s.io/client-go/pkg/version flags="-s -w" package
  for package in "$at" "$client"; do
    flags+=" -X $package.gitVersion=$kubernetes -X $package.gitMajor=1 -X $package.gitMinor=34 -X $package.gitTreeState=clean"
  done
  began=$SECONDS
  go build -mod=mod -trimpath -ldflags "$flags" -o "$BIN/$1" "$2"
  echo "$1 built in $((SECONDS - began)) s"
}

cd "$KUBERNETES/src"
for name in etcd kube-apiserver kube-controller-manager kube-scheduler kubectl "$@"; do
  [ ! -x "$BIN/$name" ] || continue
  grep -qs "k8s.io/kubernetes $kubernetes" go.mod || sources
  if [ "$name" = etcd ]; then build etcd go.etcd.io/etcd/server/v3; else build "$name" "k8s.io/kubernetes/cmd/$name"; fi
done
[ -x "$BIN/kwok" ] || (cd / && GOBIN=$BIN go install -ldflags '-s -w' "sigs.k8s.io/kwok/cmd/kwok@$kwok")

# The stages by which kwok makes nodes Ready and pods Running.
if [ ! -f "$KUBERNETES/kwok.yaml" ]; then
  stages=$(module_dir "sigs.k8s.io/kwok@$kwok")/kustomize/stage
  for file in "$stages"/{node/fast,node/heartbeat-with-lease,pod/fast}/*.yaml; do
    case $file in *kustomization*) ;; *) cat "$file" && printf '\n---\n' ;; esac
  done >"$KUBERNETES/kwok.yaml.new"
  mv "$KUBERNETES/kwok.yaml.new" "$KUBERNETES/kwok.yaml"
fi
