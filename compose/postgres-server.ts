import { postgis } from '../constructs/servers/postgis';
import { checkExtensions, postgresExtensions } from '../constructs/servers/postgres-extensions';
import type { PostgresServer } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';
import { renderContainer } from './private/container';
import { healthCheckOf } from './private/health-check';

/** One server with PostGIS and its volume. */
export const postgresServerKind: ComposeKind<PostgresServer> = {
  runs: 'inside',
  ready: () => 'service_healthy',
  render(server, target) {
    checkExtensions(server.setup.databases, postgresExtensions.image);
    const { replicas, backups } = server.props;
    if (replicas > 1) throw new Error(`${server.node.path}: one machine has no second for a standby`);
    if (backups.enabled) throw new Error(`${server.node.path}: the Compose target makes no backups`);
    const name = target.nameOf(server);
    const data = `${name}-data`;
    const { ports: _, probes, dataFolder, ...program } = postgis(server);
    target.addVolume(data, { scope: server });
    const healthcheck = healthCheckOf(program.image, probes);
    renderContainer(target, {
      scope: server,
      name,
      ...program,
      volumes: { [dataFolder!]: data },
      ...(healthcheck && { healthcheck }),
      restart: 'unless-stopped',
    });
    return {
      outputs: { host: [name], adminUser: ['postgres'], adminPassword: target.resolve(server.admin.value) },
      keeps: [data],
    };
  },
};
