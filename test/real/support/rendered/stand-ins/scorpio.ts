import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

/**
 * Scorpio's image (AllInOneRunner/src/main/docker/Dockerfile.jvm). The build keeps its messages in memory: where the
 * image is one for a bus, its settings of the bus are given to it and mean nothing.
 */
export function scorpio(): StandIn {
  const java = javaHome(17);
  return {
    // A Quarkus program takes its profile from the build where nothing names another, and this build keeps none.
    env: { PATH: `${java}/bin:${systemPath}`, QUARKUS_PROFILE: 'in-memory' },
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
    env: { ...inMemory.env, QUARKUS_PROFILE: 'kafka' },
    layers: { ...inMemory.layers, '/usr/src/scorpio': partsFolder('scorpio-kafka') },
  };
}
