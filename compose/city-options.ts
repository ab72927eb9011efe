import type { City } from '../constructs/spec/city';
import type { Lacks } from '../constructs/waist/lacks';
import type { ComposeOptions } from './compose-options';

/** How a city wants to be rendered, from `targets.compose` of its spec. */
export function cityOptions(city: City): ComposeOptions {
  const { address, httpsPort, httpPort, certificate } = city.targets.compose;
  return {
    project: city.name,
    address,
    httpsPort,
    ...(httpPort !== undefined && { httpPort }),
    certificate,
    rotation: city.rotation,
    registryMirrors: city.registryMirrors,
  };
}

/** What one machine lacks. */
export const lacks: Lacks = {
  backups: 'On one machine a copy would lie beside what it is a copy of.',
  sharedVolumes: 'One machine has one replica of everything.',
  metrics: 'The Compose target lets nobody read them.',
  alarms: 'The Compose target renders no alarms.',
  dashboards: 'The Compose target renders no dashboards.',
};
