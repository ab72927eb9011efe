#!/usr/bin/env bash
# up.sh DIR: run a control plane and one real node (containerd, kubelet, kube-proxy, a bridge for its pods, NetworkPolicies
# enforced), in the foreground, with its state in DIR, until this process is ended. DIR/node.pid is a process in its namespaces, and
# DIR/kubeconfig, which holds there, appears once the node is Ready. Root.
#
# All of it has namespaces of its own for processes, mounts and network: what it started, mounted and routed goes with the
# first of its processes, and no rule, mount or setting of this machine changes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "${1:?usage: up.sh DIR}"
dir=$(cd "$1" && pwd)
group=citykit-$(basename "$dir")

own_groups() { find /sys/fs/cgroup -maxdepth 2 -type d -name "$group"; }
end() {
  trap - EXIT TERM INT
  local ended=$SECONDS
  # With the first process of a namespace the kernel ends all others.
  kill -KILL "$(cat "$dir/node.pid")" 2>/dev/null || true
  wait "$node" || true
  local at
  for at in $(own_groups); do
    until find "$at" -depth -type d -exec rmdir {} + 2>/dev/null || [ "$SECONDS" -gt "$((ended + 10))" ]; do sleep 0.1; done
  done
  exit "${1:-0}"
}

if [ "${2:-}" != inside ]; then
  for controller in /sys/fs/cgroup/*/; do mkdir -p "$controller/$group" 2>/dev/null || true; done
  # As much of the processors as a node's, also where others work on this machine.
  echo 4096 >"/sys/fs/cgroup/cpu/$group/cpu.shares"
  setpriv --pdeathsig KILL unshare --net --mount --pid --fork --kill-child=KILL --mount-proc "$here/up.sh" "$dir" inside &
  node=$!
  trap 'end 1' EXIT
  trap 'end 0' TERM INT
  until children=$(cat "/proc/$node/task/$node/children") && [ -n "$children" ]; do sleep 0.1; done
  echo "${children%% *}" >"$dir/node.pid"
  wait "$node" || true
  exit 1
fi

pki=$dir/cluster/pki
. "$here/../../real/kubernetes/servers.sh"
address=10.244.0.1
name=rehearsal

# What it keeps outside of DIR, and what the kubelet would set for the whole machine.
mount -t tmpfs tmpfs /run
mkdir -p "$dir/kubelet" "$dir/containerd" "$dir/settings" /var/lib/kubelet
mount --bind "$dir/kubelet" /var/lib/kubelet
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys \
  kernel/keys/root_maxbytes; do
  cat "/proc/sys/$setting" >"$dir/settings/${setting//\//.}"
  mount --bind "$dir/settings/${setting//\//.}" "/proc/sys/$setting"
done

ip link set lo up
ip link add cni0 type bridge
ip address add "$address/24" dev cni0
ip link set cni0 up
ip route add default dev cni0
sysctl --quiet --write net.ipv4.ip_forward=1
mkdir -p /run/cni
cat >/run/cni/10-bridge.conflist <<JSON
{
  "cniVersion": "1.0.0",
  "name": "bridge",
  "plugins": [
    {
      "type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
      "ipam": { "type": "host-local", "dataDir": "/run/cni/addresses", "ranges": [[{ "subnet": "10.244.0.0/24" }]], "routes": [{ "dst": "0.0.0.0/0" }] }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
JSON

socket=$dir/containerd.sock
cat >"$dir/containerd.toml" <<TOML
version = 2
root = "${CITYKIT_IMAGES:-$dir/containerd}"
state = "/run/containerd"
[grpc]
  address = "$socket"
[plugins."io.containerd.internal.v1.opt"]
  path = "$dir/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "citykit.test/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "/run/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "/usr/sbin/runc"
TOML
run containerd --config "$dir/containerd.toml" --log-level warn
until_ok containerd ctr --address "$socket" version

mkdir -p "$dir/cluster"
export APISERVER_FLAGS=
[ -z "${NODE_PROCESSORS:-}" ] ||
  APISERVER_FLAGS='--feature-gates MutatingAdmissionPolicy=true --runtime-config admissionregistration.k8s.io/v1beta1=true'
setpriv --pdeathsig TERM bash "$HERE/up.sh" "$dir/cluster" 0 "$address" >"$dir/cluster.log" 2>&1 &
pids+=($!)
for _ in {1..900}; do
  [ ! -f "$dir/cluster/kubeconfig" ] || break
  kill -0 "${pids[-1]}" || die "the control plane is not ready: $(tail -n 5 "$dir/cluster.log")"
  sleep 0.1
done
secure=$(sed -n 's/.*https:..127.0.0.1:\([0-9]*\).*/\1/p' "$dir/cluster/kubeconfig")
kubectl=(kubectl --kubeconfig "$dir/cluster/kubeconfig" --cache-dir "$dir/discovery")

cert node "/O=system:nodes/CN=system:node:$name" "DNS:$name,IP:127.0.0.1,IP:$address"
cert proxy /CN=system:kube-proxy
kubeconfig "$dir/node.kubeconfig" node
kubeconfig "$dir/proxy.kubeconfig" proxy

cat >"$dir/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: $pki/ca.crt } }
authorization: { mode: Webhook }
tlsCertFile: $pki/node.crt
tlsPrivateKeyFile: $pki/node.key
containerRuntimeEndpoint: unix://$socket
cgroupDriver: cgroupfs
cgroupRoot: /$group
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
podLogsDir: $dir/logs
volumePluginDir: $dir/plugins
resolvConf: ''
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
imageGCHighThresholdPercent: 100
evictionHard: { memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1% }
YAML
# As what the scheduler counts it: a city asks for more than it uses in a rehearsal.
if [ -n "${NODE_PROCESSORS:-}" ]; then
  "${kubectl[@]}" apply -f - <<YAML
apiVersion: admissionregistration.k8s.io/v1beta1
kind: MutatingAdmissionPolicy
metadata: { name: size }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [nodes, nodes/status] }] }
  matchConditions: [{ name: told, expression: has(object.status.allocatable) }]
  reinvocationPolicy: Never
  mutations:
    - patchType: JSONPatch
      jsonPatch:
        expression: >-
          ['capacity', 'allocatable'].map(of, JSONPatch{op: 'add', path: '/status/' + of + '/cpu', value: '$NODE_PROCESSORS'}) +
          ['capacity', 'allocatable'].map(of, JSONPatch{op: 'add', path: '/status/' + of + '/memory', value: '${NODE_GIBIBYTES}Gi'})
---
apiVersion: admissionregistration.k8s.io/v1beta1
kind: MutatingAdmissionPolicyBinding
metadata: { name: size }
spec: { policyName: size }
YAML
fi
run kubelet --config "$dir/kubelet.yaml" --kubeconfig "$dir/node.kubeconfig" --hostname-override "$name" --node-ip "$address"

cat >"$dir/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clientConnection: { kubeconfig: $dir/proxy.kubeconfig }
hostnameOverride: $name
clusterCIDR: 10.244.0.0/16
conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s }
YAML
run kube-proxy --config "$dir/proxy.yaml"
. "$here/policies.sh"

until_ok kubelet "${kubectl[@]}" wait --for create "node/$name" --timeout 60s
until_ok kubelet "${kubectl[@]}" wait --for condition=Ready "node/$name" --timeout 60s
cp "$dir/cluster/kubeconfig" "$dir/kubeconfig.new"
mv "$dir/kubeconfig.new" "$dir/kubeconfig"
wait -n "${pids[@]}" || true
die "a server ended by itself; the logs are in $dir"
