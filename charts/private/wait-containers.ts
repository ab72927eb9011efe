import { images } from '../../constructs/waist/images';
import type { Login } from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { ContainerEnvironment } from './container-environment';
import { jobWait } from './job-wait';
import type { k8s } from './k8s';
import type { MainContainer } from './main-container';
import { resourceRequirements } from './quantities';
import { containerSecurityContextAs } from './security';

const peersScript = `for peer; do
  until nc -z -w 2 "\${peer%:*}" "\${peer##*:}"; do
    echo "waiting for $peer"
    sleep 2
  done
done
`;

const loginScript = `until psql -X -q -t -A -c 'select 1' >/dev/null; do
  echo "waiting for the database $PGDATABASE"
  sleep 2
done
`;

/** Containers that hold up a pod until its peers take connections and its databases let its roles in. */
export function waitContainers(target: KubernetesTarget, { waits }: MainContainer): k8s.Container[] {
  const peers = waits.tcp.map(({ peer, port }) => `${target.hostOf(peer)}:${port}`);
  return [
    ...(peers.length ? [peersWait(target, peers)] : []),
    ...waits.logins.map((login) => loginWait(target, login)),
    ...jobWait(target, waits.jobs),
  ];
}

function peersWait(target: KubernetesTarget, peers: readonly string[]): k8s.Container {
  return {
    name: 'wait-for-peers',
    image: target.imageOf(images.busybox),
    command: ['/bin/sh', '-euc', peersScript, 'wait'],
    args: [...peers],
    resources: resourceRequirements({ cpu: Cpu.millis(10), memory: Size.mebibytes(16) }),
    securityContext: containerSecurityContextAs(images.busybox),
  };
}

function loginWait(target: KubernetesTarget, { host, port, database, user, password }: Login): k8s.Container {
  const environment = new ContainerEnvironment(target, {
    PGHOST: host,
    PGPORT: port,
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
    PGCONNECT_TIMEOUT: 5,
  });
  return {
    name: `wait-for-${user.replace(/_/g, '-')}`,
    image: target.imageOf(images.postgresClient),
    command: ['/bin/sh', '-euc', loginScript],
    env: environment.variables,
    resources: resourceRequirements({ cpu: Cpu.millis(10), memory: Size.mebibytes(32) }),
    securityContext: containerSecurityContextAs(images.postgresClient),
  };
}
