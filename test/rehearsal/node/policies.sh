# Enforces NetworkPolicies on the node: kube-network-policies judges the first packet of each connection from or to a pod.
# Sourced by up.sh once the API server is there.
# shellcheck shell=bash disable=SC2154
#
# Its own rules need the kernel's NFT_QUEUE; these say the same with NFQUEUE of iptables, which more kernels have.
enforce() { # CHAIN SIDE...
  local chain=$1 side
  shift
  local rule=(iptables --table mangle --append "$chain")
  "${rule[@]}" --match conntrack --ctstate ESTABLISHED,RELATED --jump ACCEPT
  # The kubelet's probes are never refused.
  [ "$chain" = INPUT ] || "${rule[@]}" --match owner --uid-owner 0 --jump ACCEPT
  for side; do "${rule[@]}" "$side" 10.244.0.0/24 --jump NFQUEUE --queue-num 100; done
}
enforce POSTROUTING --source --destination
# To the API server, which is on the node itself.
enforce INPUT --source

account=/run/secrets/kubernetes.io/serviceaccount
mkdir -p "$account"
cp "$pki/ca.crt" "$account/ca.crt"
"${kubectl[@]}" apply --server-side -f - <<'YAML'
apiVersion: v1
kind: ServiceAccount
metadata: { name: network-policies, namespace: kube-system }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: network-policies }
rules:
  - { apiGroups: [''], resources: [pods, namespaces], verbs: [list, watch] }
  - { apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: network-policies }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: network-policies }
subjects: [{ kind: ServiceAccount, name: network-policies, namespace: kube-system }]
YAML
"${kubectl[@]}" --namespace kube-system create token network-policies --duration 24h >"$account/token"
export KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=$secure
run kube-network-policies --hostname-override "$name" --netfilter-bug-1766-fix=false --disable-nri
unset KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT
