import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

/** Keycloak's image (quarkus/container/Dockerfile): the unpacked distribution, not built for any database yet. */
export function keycloak(): StandIn {
  const java = javaHome(17);
  return {
    env: { PATH: `${java}/bin:${systemPath}`, LANG: 'C.UTF-8', KC_RUN_IN_CONTAINER: 'true' },
    layers: { '/opt/keycloak': partsFolder('keycloak'), ...treeOf(`${java}/bin/java`) },
    built: (env) => {
      const build = join(dirname(dirname(partsFolder('keycloak'))), 'keycloak-builds', version(), keyOf(env));
      return existsSync(build) ? { '/opt/keycloak/lib/quarkus': build } : {};
    },
    passwd: 'keycloak:x:1000:0:keycloak:/opt/keycloak:/usr/sbin/nologin\n',
    // Ready in half the time, at the price of speed later.
    java: ['-XX:TieredStopAtLevel=1'],
  };
}

function version(): string {
  return readFileSync(join(partsFolder('keycloak'), '.version'), 'utf8').trim();
}

/** As `parts/keycloak.sh` names a build, of the options that the platform sets. */
function keyOf(env: Readonly<Record<string, string>>): string {
  const options = ['DB', 'EVENT_METRICS_USER_ENABLED', 'HEALTH_ENABLED', 'METRICS_ENABLED'].filter(
    (name) => env[`KC_${name}`] !== undefined,
  );
  return options.map((name) => `${name}-${env[`KC_${name}`]}`).join('_');
}
