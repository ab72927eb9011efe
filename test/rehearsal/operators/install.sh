#!/usr/bin/env bash
# install.sh: what stands on the cluster of a larger city before the city comes, into the cache; only what is missing:
# metrics-server, CloudNativePG with its Barman Cloud plugin, and the PostgreSQL of its images. About 10 minutes of two idle
# cores the first time.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../node/lib.sh"
packages mmdebstrap

program metrics-server sigs.k8s.io/metrics-server v0.8.0 sigs.k8s.io/metrics-server/cmd/metrics-server
cnpg=github.com/cloudnative-pg
program cnpg-operator $cnpg/cloudnative-pg v1.28.0 $cnpg/cloudnative-pg/cmd/manager
# The newest whose modules can all be had.
program cnpg-barman $cnpg/plugin-barman-cloud v0.14.0 $cnpg/plugin-barman-cloud/cmd/manager

# As their projects release them.
manifests=$KUBERNETES/manifests
mkdir -p "$manifests"
install -m 644 "$(module_dir $cnpg/cloudnative-pg@v1.28.0)/releases/cnpg-1.28.0.yaml" "$manifests/cnpg.yaml"
install -m 644 "$(module_dir $cnpg/plugin-barman-cloud@v0.14.0)/manifest.yaml" "$manifests/barman.yaml"
base=$(module_dir sigs.k8s.io/metrics-server@v0.8.0)/manifests/base
mkdir -p "$manifests/metrics-server"
install -m 644 "$base"/*.yaml "$manifests/metrics-server"

# What CloudNativePG's images are made of: PostgreSQL 17 with PostGIS 3.5, and Barman for the cloud.
postgres=$KUBERNETES/postgres-17.tar
if [ ! -f "$postgres" ]; then
  began=$SECONDS
  packages=postgresql-17,postgresql-17-postgis-3,barman-cli-cloud,python3-boto3,ca-certificates
  # shellcheck disable=SC2016
  mmdebstrap --quiet --mode root --variant minbase --include "$packages" --aptopt 'APT::Install-Recommends "false"' \
    --dpkgopt 'path-exclude=/usr/share/doc/*' --dpkgopt 'path-exclude=/usr/share/man/*' \
    --customize-hook 'chroot "$1" usermod --uid 26 postgres' \
    --customize-hook 'rm -rf "$1"/var/lib/postgresql/* "$1"/var/lib/apt/lists/*' trixie "$postgres.new.tar"
  mv "$postgres.new.tar" "$postgres"
  echo "postgres-17.tar made in $((SECONDS - began)) s"
fi
