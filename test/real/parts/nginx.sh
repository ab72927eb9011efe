# nginx, of the distribution.
# shellcheck shell=bash
PATH=$PATH:/usr/sbin
missing() { no_command nginx; }
install() { apt_install nginx-light; }
