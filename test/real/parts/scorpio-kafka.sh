# Scorpio, all in one, built for Kafka: `mvn package -Pkafka -Dquarkus.profile=kafka -pl AllInOneRunner -am -DskipTests`.
# No registry of packages has it: the part is the folder AllInOneRunner/target/quarkus-app, put there by hand.
# shellcheck shell=bash disable=SC2154
missing() { [ -f "$PARTS/scorpio-kafka/quarkus-run.jar" ] || echo "no quarkus-app of Scorpio for Kafka in $PARTS/scorpio-kafka"; }
install() { die "$part: build it as $PARTS_HERE/scorpio-kafka.sh says, or name it in CITYKIT_WITHOUT"; }
