# Prometheus and promtool, compiled: about 7 minutes of two idle cores, at low priority. Without its web pages.
# shellcheck shell=bash disable=SC2034
version=0.316.0

# `go install` refuses a main package whose go.mod excludes modules: it is built inside a module of one's own.
install() {
  local module=github.com/prometheus/prometheus name
  export CGO_ENABLED=0
  mkdir "$PARTS/$part/src"
  cd "$PARTS/$part/src"
  go mod init citykit.test
  go mod edit -require "$module@v$version"
  # Without the discovery of targets in clouds.
  for name in promtool prometheus; do
    nice -n 10 go build -mod=mod -trimpath -tags remove_all_sd -ldflags "-s -w -X github.com/prometheus/common/version.Version=$version" \
      -o "$PARTS/$part/bin/$name" "$module/cmd/$name"
  done
}

launch() {
  local data=$folder/data
  serve "http://127.0.0.1:$port" "http://127.0.0.1:$port/-/ready" "$PARTS/$part/bin/prometheus" \
    --web.listen-address="127.0.0.1:$port" --storage.tsdb.path="$data" --log.level=warn "$@"
}
