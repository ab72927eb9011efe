# Kafka, one broker that is its own controller. Arguments are settings, KEY=VALUE.
# shellcheck shell=bash disable=SC2034,SC2154
version=4.1.0

install() {
  maven -f "$PARTS_HERE/kafka/pom.xml" -Dkafka.version="$version" -DoutputDirectory="$PARTS/kafka/lib" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
}

launch() {
  local java setting
  java=$(find_java 17)/bin/java
  printf '%s\n' process.roles=broker,controller node.id=1 controller.listener.names=CONTROLLER \
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT \
    "listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))" \
    "controller.quorum.voters=1@127.0.0.1:$((port + 1))" "log.dirs=$data/log" "$@" >"$data/server.properties"
  "$java" -cp "$PARTS/kafka/lib/*" kafka.tools.StorageTool format --ignore-formatted \
    --cluster-id AAAAAAAAAAAAAAAAAAAAAA --config "$data/server.properties" >/dev/null 2>&1
  serve "127.0.0.1:$port" "tcp:$port" "$java" -Xmx256m -cp "$PARTS/kafka/lib/*" kafka.Kafka "$data/server.properties"
}
