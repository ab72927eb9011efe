# Chromium, in which a test looks at the report page. The test starts it itself; CHROMIUM names another program.
# shellcheck shell=bash disable=SC2034
version=''
browser=${CHROMIUM:-/usr/bin/chromium}
missing() { [ -x "$browser" ] || echo "no browser at $browser"; }
install() { apt_install chromium; }
