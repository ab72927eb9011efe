# cyclonus, which tells what NetworkPolicies let through, and kube-score; compiled. About 2 minutes of two idle cores.
# shellcheck shell=bash disable=SC2034
version='cyclonus v0.5.6, kube-score v1.20.0'

install() {
  export CGO_ENABLED=0 GOBIN=$PARTS/$part/bin
  cd /
  go install -trimpath -ldflags '-s -w' github.com/mattfenwick/cyclonus/cmd/cyclonus@v0.5.6
  go install -trimpath -ldflags '-s -w' github.com/zegl/kube-score/cmd/kube-score@v1.20.0
}
