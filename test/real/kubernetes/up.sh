#!/usr/bin/env bash
# up.sh DIR [FAKE_NODES [ADDRESS]]: run a control plane on free loopback ports, in the foreground, with its state in DIR,
# until this process is ended; DIR/kubeconfig appears once it is ready. FAKE_NODES (0) nodes are made by kwok, which runs
# pods on them without images. The pods of a real node find the API server at ADDRESS. APISERVER_FLAGS are more flags of it.
set -euo pipefail
mkdir -p "${1:?usage: up.sh DIR [FAKE_NODES [ADDRESS]]}/pki"
dir=$(cd "$1" && pwd)
nodes=${2:-0}
address=${3:-127.0.0.1}
pki=$dir/pki
. "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
echo $$ >"$dir/pid"

free_port() { # FIRST: one of the 4000 from there
  local port
  while port=$(($1 + RANDOM % 4000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

client=$(free_port 20000) peer=$(free_port 24000) secure=$(free_port 28000)
bind=127.0.0.1 endpoints=none
# In a network of its own, at the port of kubeadm's clusters.
[ "$address" = 127.0.0.1 ] || bind=0.0.0.0 endpoints=lease secure=6443
key ca
openssl req -x509 -new -key "$pki/ca.key" -days 30 -subj /CN=test-ca -addext 'keyUsage=critical,keyCertSign' -out "$pki/ca.crt"
cert apiserver /CN=kube-apiserver "DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1,IP:$address"
cert front-proxy /CN=front-proxy
cert admin /O=system:masters/CN=admin
cert controller-manager /CN=system:kube-controller-manager
cert scheduler /CN=system:kube-scheduler
key sa
openssl pkey -in "$pki/sa.key" -pubout -out "$pki/sa.pub"
for name in controller-manager scheduler; do kubeconfig "$dir/$name.kubeconfig" "$name"; done
kubeconfig "$dir/admin.kubeconfig" admin

run etcd --name test --data-dir "$dir/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster "test=http://127.0.0.1:$peer"
# shellcheck disable=SC2086
run kube-apiserver --etcd-servers "http://127.0.0.1:$client" --bind-address "$bind" --secure-port "$secure" \
  --advertise-address "$address" --endpoint-reconciler-type "$endpoints" --service-cluster-ip-range 10.96.0.0/16 \
  --kubelet-client-certificate "$pki/admin.crt" --kubelet-client-key "$pki/admin.key" \
  --kubelet-certificate-authority "$pki/ca.crt" --kubelet-preferred-address-types InternalIP \
  --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --client-ca-file "$pki/ca.crt" \
  --service-account-issuer https://kubernetes.default.svc.cluster.local --service-account-key-file "$pki/sa.pub" \
  --service-account-signing-key-file "$pki/sa.key" --authorization-mode Node,RBAC \
  --enable-admission-plugins NodeRestriction \
  --proxy-client-cert-file "$pki/front-proxy.crt" --proxy-client-key-file "$pki/front-proxy.key" \
  --requestheader-client-ca-file "$pki/ca.crt" --requestheader-allowed-names front-proxy \
  --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
  --requestheader-extra-headers-prefix X-Remote-Extra- ${APISERVER_FLAGS:-}
kubectl=("$BIN/kubectl" --kubeconfig "$dir/admin.kubeconfig")
until_ok kube-apiserver "${kubectl[@]}" get --raw /readyz
# What a pod that could not be made has charged to a quota is given back at the next count, by default after five minutes.
run kube-controller-manager --kubeconfig "$dir/controller-manager.kubeconfig" --secure-port 0 --leader-elect=false \
  --resource-quota-sync-period 10s --use-service-account-credentials --root-ca-file "$pki/ca.crt" \
  --service-account-private-key-file "$pki/sa.key" --cluster-signing-cert-file "$pki/ca.crt" \
  --cluster-signing-key-file "$pki/ca.key"
run kube-scheduler --kubeconfig "$dir/scheduler.kubeconfig" --secure-port 0 --leader-elect=false
if [ "$nodes" -gt 0 ]; then
  run kwok --config "$KUBERNETES/kwok.yaml" --kubeconfig "$dir/admin.kubeconfig" --node-lease-duration-seconds 40 \
    --manage-nodes-with-annotation-selector kwok.x-k8s.io/node=fake --cidr 10.244.0.0/16
  for ((i = 0; i < nodes; i++)); do
    cat <<YAML
---
apiVersion: v1
kind: Node
metadata:
  name: fake-$i
  annotations: { kwok.x-k8s.io/node: fake }
  labels:
    kubernetes.io/arch: amd64
    kubernetes.io/hostname: fake-$i
    kubernetes.io/os: linux
    topology.kubernetes.io/zone: zone-$((i % 3))
status:
  capacity: &size { cpu: '32', memory: 256Gi, ephemeral-storage: 1Ti, pods: '500' }
  allocatable: *size
YAML
  done | "${kubectl[@]}" create -f -
  until_ok kwok "${kubectl[@]}" wait --for condition=Ready node --all --timeout 60s
fi
until_ok kube-controller-manager "${kubectl[@]}" get serviceaccount default
mv "$dir/admin.kubeconfig" "$dir/kubeconfig"
echo "export KUBECONFIG=$dir/kubeconfig"
wait -n "${pids[@]}" || true
die "a server ended by itself; the logs are in $dir"
