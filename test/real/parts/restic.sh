# restic, compiled. About a minute of two idle cores.
# shellcheck shell=bash disable=SC2034
version=0.18.1

install() {
  export CGO_ENABLED=0 GOBIN=$PARTS/$part/bin
  cd /
  go install -trimpath -ldflags '-s -w' "github.com/restic/restic/cmd/restic@v$version"
}
