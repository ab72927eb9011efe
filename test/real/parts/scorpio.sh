# Scorpio NGSI-LD broker (5.0.3-SNAPSHOT, commit c42c5aa, BSD-3-Clause), all in one, messages in memory.
# shellcheck shell=bash disable=SC2034
version=5.0.3
install() { unpack scorpio-5.0.3.tar.xz f91406ad84794aa2dde1cde49273f1e23be7e2d89d8edbec5d299c6683c62fb9; }
