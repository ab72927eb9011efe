# PostgreSQL with PostGIS in template1. POSTGRES_PASSWORD is the superuser's (postgres), and passwords are asked then;
# without it nobody is asked for one.
# shellcheck shell=bash disable=SC2034,SC2154

pg_bin() { find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1; }
missing() {
  [ -n "$(pg_bin)" ] && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 ||
    echo 'no PostgreSQL with PostGIS'
}

install() {
  [ -n "$(pg_bin)" ] || apt_install postgresql
  apt_install "postgresql-$(pg_bin | grep -oE '[0-9]+')-postgis-3"
}

launch() {
  local bin as=() auth=trust
  bin=$(pg_bin)
  if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to be root; the capability lets it reach a data folder below root's home.
    as=(setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig=INT)
    as+=(--inh-caps=+dac_override --ambient-caps=+dac_override)
    chown postgres "$data"
  fi
  cd "$data"
  if [ ! -f PG_VERSION ]; then
    [ -z "${POSTGRES_PASSWORD:-}" ] || auth=scram-sha-256
    "${as[@]}" "$bin/initdb" -D "$data" -U postgres -A "$auth" -E UTF8 --locale=C.UTF-8 --no-sync \
      --pwfile=<(echo "${POSTGRES_PASSWORD:-none}")
    "${as[@]}" "$bin/postgres" --single -D "$data" -F template1 <<<'create extension if not exists postgis' >/dev/null
  fi
  stop=SIGINT
  serve "postgresql://postgres@127.0.0.1:$port" "postgres:$port" "${as[@]}" "$bin/postgres" -D "$data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c fsync=off "$@"
}
