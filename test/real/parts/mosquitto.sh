# Mosquitto's command-line clients, of the distribution: devices that are not of the kit's making.
# shellcheck shell=bash
missing() { no_command mosquitto_pub; }
install() { apt_install mosquitto-clients; }
