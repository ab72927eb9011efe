# Docker Compose, compiled. Some two minutes of two idle cores.
# shellcheck shell=bash disable=SC2034
version=2.40.3

# Its module replaces others, so that `go install` refuses it: a module of one's own takes it.
install() {
  local folder
  folder=$(mktemp -d)
  cd "$folder"
  printf 'module build\n\ngo 1.24\n\nrequire github.com/docker/compose/v2 v%s\n' "$version" >go.mod
  CGO_ENABLED=0 go build -mod=mod -trimpath \
    -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=v$version" \
    -o "$PARTS/$part/bin/docker-compose" github.com/docker/compose/v2/cmd
  rm -r "$folder"
}
