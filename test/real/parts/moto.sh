# moto, which answers as AWS does and keeps what it is told in memory.
# shellcheck shell=bash disable=SC2034,SC2154
version=5.2.5
install() { pip_install "moto[server]==$version"; }

launch() {
  # The CDK makes a bucket's name the first label of the host, which works below localhost alone.
  serve "http://localhost:$port" "$url/moto-api/" "$PARTS/moto/bin/moto_server" -H 127.0.0.1 -p "$port" "$@"
}
