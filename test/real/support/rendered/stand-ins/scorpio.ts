import { brokerInMemory } from '../../../../../constructs/components/context-broker/broker-in-memory';
import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

/** Channels that only a build for a bus has. A setting of a channel has to come with its connector. */
const busChannels = ['ENTITYRETRIEVE', 'SUBSYNCRETRIEVE', 'REGISTRYRETRIEVE'];

/**
 * Scorpio's image (AllInOneRunner/src/main/docker/Dockerfile.jvm). The build keeps its messages in memory: where the
 * image is one for a bus, its settings of the bus are given to it and mean nothing, and it is told what one without is told.
 */
export function scorpio(): StandIn {
  const java = javaHome(17);
  return {
    env: {
      PATH: `${java}/bin:${systemPath}`,
      // A Quarkus program takes its profile from the build where nothing names another, and this build keeps none.
      QUARKUS_PROFILE: 'in-memory',
      ...Object.fromEntries(
        busChannels.map((name) => [`MP_MESSAGING_INCOMING_${name}_CONNECTOR`, 'smallrye-in-memory']),
      ),
      ...Object.fromEntries(Object.entries(brokerInMemory).map(([name, value]) => [name, String(value)])),
    },
    workingDir: '/usr/src/scorpio',
    layers: { '/usr/src/scorpio': partsFolder('scorpio'), ...treeOf(`${java}/bin/java`) },
    java: ['-XX:TieredStopAtLevel=1'],
  };
}

/** The build of that image for Kafka, where somebody has made it: test/real/parts/scorpio-kafka.sh. */
export function scorpioOnKafka(): StandIn {
  const inMemory = scorpio();
  return {
    ...inMemory,
    env: { PATH: inMemory.env.PATH!, QUARKUS_PROFILE: 'kafka' },
    layers: { ...inMemory.layers, '/usr/src/scorpio': partsFolder('scorpio-kafka') },
  };
}
