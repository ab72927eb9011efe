# Pulumi's engine with its command line, compiled: 8 minutes of processor time, at low priority. The version is the
# newest that the Go proxy serves; the Automation API of any 3.x drives it.
# shellcheck shell=bash disable=SC2034
version=3.246.0

# `go install` refuses a main package whose go.mod replaces modules: it is built inside a module of one's own.
install() {
  local module=github.com/pulumi/pulumi
  export CGO_ENABLED=0
  mkdir "$PARTS/$part/src"
  cd "$PARTS/$part/src"
  go mod init citykit.test
  # As its go.mod says, so that an older Go fetches a newer one.
  go mod edit -go=1.25.8 -require "$module/pkg/v3@v$version" -require "$module/sdk/v3@v$version"
  nice -n 10 go build -mod=mod -trimpath -ldflags "-s -w -X $module/sdk/v3/go/common/version.Version=v$version" \
    -o "$PARTS/$part/bin/pulumi" "$module/pkg/v3/cmd/pulumi"
}
