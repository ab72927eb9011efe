# The OpenTelemetry Collector, of what a platform uses of the distribution `otelcol`; put together by its own builder and
# compiled: some 6 minutes of two idle cores.
# shellcheck shell=bash disable=SC2034
version=0.160.0

# What stands beside `service` in the configuration of the platform. The stable modules have a number of their own.
otelcol_manifest() {
  local contrib=github.com/open-telemetry/opentelemetry-collector-contrib core=go.opentelemetry.io/collector
  cat <<END
dist: {name: otelcol, module: citykit.test/otelcol, version: $version, output_path: ., build_tags: grpcnotrace remove_all_sd enable_dns_sd}
receivers: [{gomod: $contrib/receiver/prometheusreceiver v$version}]
processors:
  - gomod: $core/processor/memorylimiterprocessor v$version
  - gomod: $contrib/processor/resourceprocessor v$version
exporters: [{gomod: $core/exporter/otlphttpexporter v$version}]
extensions: [{gomod: $contrib/extension/healthcheckextension v$version}]
providers:
  - gomod: $core/confmap/provider/envprovider v1.66.0
  - gomod: $core/confmap/provider/fileprovider v1.66.0
END
}

install() {
  local folder
  folder=$(mktemp -d)
  cd "$folder"
  otelcol_manifest >manifest.yaml
  export CGO_ENABLED=0
  nice -n 10 go run "go.opentelemetry.io/collector/cmd/builder@v$version" --config manifest.yaml --skip-compilation
  nice -n 10 go build -trimpath -ldflags '-s -w' -tags grpcnotrace,remove_all_sd,enable_dns_sd -o "$PARTS/$part/bin/otelcol" .
  rm -r "$folder"
}
