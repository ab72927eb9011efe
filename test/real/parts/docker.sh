# The Docker engine, of the distribution. Its tests start one of their own, as root.
# shellcheck shell=bash
missing() {
  no_command dockerd
  no_command iptables
  [ "$(id -u)" = 0 ] || echo 'a Docker engine is started as root'
}
install() { apt_install docker.io iptables iproute2 curl; }
