import type { SizedCity } from '../city';
import { hasDeviceGateway } from '../has-device-gateway';
import { brokerCapacity } from './broker-capacity';

/** A workload that keeps connections to the database's server. */
interface Client {
  /** The most replicas that run at once. */
  readonly replicas: number;
  /** Connections that one replica may open at once. */
  readonly connections: number;
}

/** Keycloak, whose replicas come and go with the load. */
export const identityClient: Readonly<Record<SizedCity['profile'], Client>> = {
  laptop: { replicas: 1, connections: 8 },
  pilot: { replicas: 1, connections: 20 },
  city: { replicas: 4, connections: 20 },
};

/** Apicurio; its own default is 100 connections. */
export const registryClient: Readonly<Record<SizedCity['profile'], Client>> = {
  laptop: { replicas: 1, connections: 4 },
  pilot: { replicas: 1, connections: 10 },
  city: { replicas: 2, connections: 10 },
};

/**
 * Of a replica of CKAN, which runs two processes of four threads (`uwsgi-command.ts`). A thread asks three engines of
 * SQLAlchemy: the database's, and one each for writing to and reading from the datastore.
 */
export const portalConnections = 2 * 4 * 3;

/** The device gateway, where there are devices: with the connection that holds the lease. */
export const devicesClient: Readonly<Record<SizedCity['profile'], Client>> = {
  laptop: { replicas: 1, connections: 4 },
  pilot: { replicas: 1, connections: 7 },
  city: { replicas: 2, connections: 10 },
};

/** Of Grafana, to each database that it draws from: its own panels wait for one another beyond that. */
export const dashboardConnections = 3;

/** Of jobs, people, metrics and backups. */
const further = { laptop: 16, pilot: 20, city: 20 } as const;

/** Connections that all workloads may open at once, while one replica of each is being replaced. */
export function databaseConnections(city: SizedCity): number {
  const { profile, broker, openDataPortal } = city;
  // A replica that keeps messages or files to itself ends before the next one starts.
  const brokers = broker.replicas + (broker.bus === 'memory' ? 0 : 1);
  const portals = openDataPortal.replicas + (openDataPortal.replicas === 1 ? 0 : 1);
  const identity = identityClient[profile];
  const registry = registryClient[profile];
  const devices = devicesClient[profile];
  return (
    brokers * brokerCapacity(city).connections +
    portals * portalConnections +
    (identity.replicas + 1) * identity.connections +
    (registry.replicas + 1) * registry.connections +
    (hasDeviceGateway(city) ? (devices.replicas + 1) * devices.connections : 0) +
    (city.dashboards.enabled ? (city.dashboards.tenants.length + 1) * dashboardConnections : 0) +
    further[profile]
  );
}
