import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

/** Kafka's programs in `/opt/kafka/lib`, for who starts them as an operator would. */
export function kafka(): StandIn {
  const java = javaHome(17);
  return {
    env: { PATH: `${java}/bin:${systemPath}` },
    layers: { '/opt/kafka/lib': `${partsFolder('kafka')}/lib`, ...treeOf(`${java}/bin/java`) },
  };
}
