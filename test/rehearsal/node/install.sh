#!/usr/bin/env bash
# install.sh: what a real node is made of besides the control plane of test/real/kubernetes, into the cache; only what is
# missing. About 10 minutes of two idle cores the first time. Needs Go 1.24 or newer, and Debian's apt as root.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

packages containerd runc containernetworking-plugins conntrack iptables
bash "$HERE/build.sh" kubelet kube-proxy

program coredns github.com/coredns/coredns v1.12.4 github.com/coredns/coredns
program kube-network-policies sigs.k8s.io/kube-network-policies v0.8.0 sigs.k8s.io/kube-network-policies/cmd
