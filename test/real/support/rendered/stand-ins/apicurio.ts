import { type StandIn, systemPath } from '../stand-in';
import { javaHome } from './java-home';
import { partsFolder, treeOf } from './parts-folder';

/** Apicurio's image (distro/docker/src/main/docker/Dockerfile.jvm), on Red Hat's of OpenJDK. */
export function apicurio(): StandIn {
  const java = javaHome(21);
  return {
    env: {
      PATH: `${java}/bin:${systemPath}`,
      HOME: '/home/default',
      JAVA_APP_DIR: '/deployments',
      JAVA_OPTIONS: '-Dquarkus.http.host=0.0.0.0 -Djava.util.logging.manager=org.jboss.logmanager.LogManager',
    },
    workingDir: '/deployments',
    layers: { '/deployments': partsFolder('apicurio'), ...treeOf(`${java}/bin/java`) },
    files: { '/opt/jboss/container/java/run/run-java.sh': runJava },
    cmd: ['/bin/bash', '/opt/jboss/container/java/run/run-java.sh'],
    // Ready in half the time, at the price of speed later.
    java: ['-XX:TieredStopAtLevel=1'],
  };
}

/** As much of the base image's script as matters to memory: its own options stand after those of the environment. */
const runJava = `options=\${JAVA_OPTS:-$JAVA_OPTIONS}
case " $options" in
  *" -Xmx"* | *MaxRAMPercentage*) ;;
  *) [ "\${JAVA_MAX_MEM_RATIO:-80}" = 0 ] || options="-XX:MaxRAMPercentage=\${JAVA_MAX_MEM_RATIO:-80} $options" ;;
esac
exec java $options -XX:+ExitOnOutOfMemoryError \${JAVA_OPTS_APPEND:-} -jar "$JAVA_APP_DIR/quarkus-run.jar"
`;
