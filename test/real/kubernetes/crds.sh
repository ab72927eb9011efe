#!/usr/bin/env bash
# crds.sh OUTDIR: the CustomResourceDefinitions of the operators that charts use, one folder an operator, from the Go
# module of each; Strimzi's are generated from its API classes on Maven Central, as its own release is.
# The versions are those that the registries serve.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$HERE/../parts/lib.sh"
out=${1:?usage: crds.sh OUTDIR}
strimzi=1.2.0
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

while read -r name module folder; do
  mkdir "$new/$name"
  grep -l '^kind: CustomResourceDefinition' "$(module_dir "$module")/$folder"/*.yaml | xargs install -m 644 -t "$new/$name"
  # cert-manager's are templates of its chart, in comments and labels only.
  sed -i '/{{/d' "$new/$name"/*.yaml
done <<'MODULES'
cloudnative-pg github.com/cloudnative-pg/cloudnative-pg@v1.28.0 config/crd/bases
barman-cloud github.com/cloudnative-pg/plugin-barman-cloud@v0.15.0 config/crd/bases
gateway-api sigs.k8s.io/gateway-api@v1.6.1 config/crd/standard
cert-manager github.com/cert-manager/cert-manager@v1.18.2 deploy/crds
prometheus-operator github.com/prometheus-operator/prometheus-operator@v0.85.0 example/prometheus-operator-crd
external-secrets github.com/external-secrets/external-secrets@v0.19.2 config/crds/bases
MODULES

mkdir "$new/strimzi" "$new/.jars"
cat >"$new/.jars/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>crds</groupId><artifactId>strimzi</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.strimzi</groupId><artifactId>api</artifactId><version>$strimzi</version></dependency>
    <dependency><groupId>io.strimzi</groupId><artifactId>crd-generator</artifactId><version>$strimzi</version></dependency>
  </dependencies>
</project>
POM
maven -f "$new/.jars/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$new/.jars"
model=io.strimzi.api.kafka.model
"$(find_java 21)/bin/java" -cp "$new/.jars/*" io.strimzi.crdgenerator.CrdGenerator --target-kube 1.16+ \
  --crd-api-version v1 --api-versions v1 --storage-version v1 --yaml \
  $model.kafka.Kafka="$new/strimzi/kafka.yaml" $model.nodepool.KafkaNodePool="$new/strimzi/kafkanodepool.yaml" \
  $model.topic.KafkaTopic="$new/strimzi/kafkatopic.yaml" $model.user.KafkaUser="$new/strimzi/kafkauser.yaml" \
  $model.connect.KafkaConnect="$new/strimzi/kafkaconnect.yaml" $model.podset.StrimziPodSet="$new/strimzi/strimzipodset.yaml"
rm -r "$new/.jars"
cp "${BASH_SOURCE[0]}" "$new/.version"
rm -rf "$out"
mkdir -p "$(dirname "$out")"
cp -r "$new" "$out"
