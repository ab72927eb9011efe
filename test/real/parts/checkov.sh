# checkov, a checker of templates. A tool and no server: tests call it in its folder.
# shellcheck shell=bash disable=SC2034
version=3.3.30
install() { pip_install "checkov==$version"; }
