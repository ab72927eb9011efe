# nginx. Pass -c FILE; relative paths in it start from the data folder.
# shellcheck shell=bash disable=SC2154
PATH=$PATH:/usr/sbin
missing() { no_command nginx; }
install() { apt_install nginx-light; }

launch() {
  local option given=''
  [ "${1:-}" = -c ] || die "nginx needs a configuration: run.sh nginx FOLDER PORT -c FILE"
  # Started by root, nginx would leave files below root's folders unread by its workers.
  for option in 'daemon off' "user $(id -un)"; do
    grep -Eq "^[[:space:]]*${option%% *}[[:space:]]" "$2" || given+="$option; "
  done
  serve "$url" "tcp:$port" nginx -p "$data" -e stderr -g "$given" "$@"
}
