import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

/** Keycloak's image (quarkus/container/Dockerfile): the unpacked distribution, not built for any database yet. */
export function keycloak(): StandIn {
  const java = javaHome(17);
  return {
    env: { PATH: `${java}/bin:${systemPath}`, LANG: 'C.UTF-8', KC_RUN_IN_CONTAINER: 'true' },
    layers: { '/opt/keycloak': partsFolder('keycloak'), ...treeOf(`${java}/bin/java`) },
    passwd: 'keycloak:x:1000:0:keycloak:/opt/keycloak:/usr/sbin/nologin\n',
    // Ready in half the time, at the price of speed later.
    java: ['-XX:TieredStopAtLevel=1'],
  };
}
