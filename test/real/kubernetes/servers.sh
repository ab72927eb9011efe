# Servers in the background, and certificates for them; sourced by scripts that keep their state in $dir and certificates
# in $pki.
# shellcheck shell=bash disable=SC2154
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
PATH=$BIN:$PATH
pids=()

# Everything goes down in reverse order. Should this script be killed, the kernel tells the children.
# shellcheck disable=SC2317
down() {
  trap - EXIT TERM INT
  local i
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null || continue
    for _ in {1..50}; do kill -0 "${pids[i]}" 2>/dev/null && sleep 0.1 || break; done
    kill -KILL "${pids[i]}" 2>/dev/null || true
  done
  exit "${1:-0}"
}
trap 'down 1' EXIT
trap 'down 0' TERM INT

run() { # NAME ARGS...
  local name=$1
  shift
  setpriv --pdeathsig KILL "$name" "$@" >"$dir/$name.log" 2>&1 </dev/null &
  pids+=($!)
}

until_ok() { # WHAT COMMAND...: for at most 60 s
  local what=$1 end=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] && kill -0 "${pids[-1]}" 2>/dev/null || die "$what is not ready: $(tail -n 5 "$dir/$what.log")"
    sleep 0.1
  done
}

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$pki/$1.key" 2>/dev/null; }

cert() { # NAME SUBJECT [ALTERNATIVE NAMES]
  key "$1"
  openssl req -new -key "$pki/$1.key" -subj "$2" | openssl x509 -req -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial \
    -days 30 -out "$pki/$1.crt" -extfile <(
      printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth,serverAuth\n%s' "${3:+subjectAltName=$3}"
    ) 2>/dev/null
}

kubeconfig() { # FILE CERTIFICATE: for the API server at the port $secure
  cat >"$1" <<YAML
apiVersion: v1
kind: Config
clusters: [{ name: test, cluster: { server: 'https://127.0.0.1:$secure', certificate-authority: '$pki/ca.crt' } }]
users: [{ name: $2, user: { client-certificate: '$pki/$2.crt', client-key: '$pki/$2.key' } }]
contexts: [{ name: test, context: { cluster: test, user: $2 } }]
current-context: test
YAML
}
