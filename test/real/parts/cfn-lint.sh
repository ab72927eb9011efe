# cfn-lint, a checker of templates. A tool and no server: tests call it in its folder.
# shellcheck shell=bash disable=SC2034
version=1.58.0
install() { pip_install "cfn-lint==$version"; }
