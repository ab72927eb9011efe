# Redis, in memory only.
# shellcheck shell=bash disable=SC2154
missing() { no_command redis-server; }
install() { apt_install redis-server; }

launch() {
  serve "redis://127.0.0.1:$port" "tcp:$port" \
    redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$data" "$@"
}
