import {
  type BrokerSize,
  contextBrokerSize,
  notificationRelaySize,
} from '../components/context-broker/context-broker-size';
import { dashboardsSize } from '../components/dashboards/dashboards-size';
import {
  type DataModelRegistrySizes,
  dataModelRegistrySizes,
} from '../components/data-model-registry/data-model-registry-sizes';
import { deviceGatewaySize } from '../components/device-gateway/device-gateway-size';
import { featuresSize } from '../components/features/features-size';
import { federationSize } from '../components/federation/federation-size';
import { harvestSize } from '../components/federation/harvest-size';
import { gatewaySize } from '../components/gateway/gateway-size';
import { identitySize } from '../components/identity/identity-size';
import { monitoringSize } from '../components/monitoring/monitoring-size';
import { type OpenDataPortalSizes, openDataPortalSizes } from '../components/open-data-portal/open-data-portal-sizes';
import { publisherSize } from '../components/publisher/publisher-size';
import { simulatorSize } from '../components/simulator/simulator-size';
import { telemetrySize } from '../components/telemetry/telemetry-size';
import { verificationSize } from '../components/verification/verification-size';
import { type BusSize, busSize } from '../spec/capacity/bus-size';
import { type DatabaseSize, databaseSize } from '../spec/capacity/database-size';
import type { SizedCity } from '../spec/city';
import { Size } from '../waist/units';
import type { ClientSize, WorkloadSize } from '../waist/workload-size';

/** Every size of a platform. Follows from the profile, the load and how long things are kept. */
export interface Sizing extends DataModelRegistrySizes, OpenDataPortalSizes {
  /** Of the context broker. */
  readonly broker: BrokerSize;
  /** Of the relay that delivers notifications. */
  readonly notifications: WorkloadSize;
  /** Of the gateway. */
  readonly gateway: WorkloadSize;
  /** Of Keycloak. */
  readonly identity: ClientSize;
  /** Of the API of features and history. */
  readonly features: WorkloadSize;
  /** Of the publisher. */
  readonly publisher: WorkloadSize;
  /** Of what answers for a federation, where it does so. */
  readonly federation: WorkloadSize;
  /** Of what reads the catalogues of a federation, where it does so. */
  readonly harvest: WorkloadSize;
  /** Of what verifies the platform. */
  readonly verification: WorkloadSize;
  /** Of the program that measures for alarms, where the target needs one. */
  readonly monitoring: WorkloadSize;
  /** Of what sends metrics to a receiver of the city's, where it names one. */
  readonly telemetry: WorkloadSize;
  /** Of what draws the data, where it does. */
  readonly dashboards: WorkloadSize;
  /** Of the device gateway. */
  readonly devices: ClientSize;
  /** Of what sends demo data, where the city wants some. */
  readonly simulator: WorkloadSize;
  /** Of the database server. */
  readonly database: DatabaseSize;
  /** Of the event bus, where the broker has one. */
  readonly bus: BusSize;
  /** What all requests together may ask for. */
  readonly budget: Size;
}

/** Memory of a platform besides its database, in GiB. */
const besideDatabase = { laptop: 5, pilot: 14, city: 64 } as const;

/** Sizes for a city: each component's own, and those of the servers that components share. */
export function sizing(city: SizedCity): Sizing {
  const database = databaseSize(city);
  const memory = database.size.memory.gibibytes * database.replicas;
  return {
    broker: contextBrokerSize(city),
    notifications: notificationRelaySize(city),
    ...dataModelRegistrySizes(city),
    gateway: gatewaySize(city),
    identity: identitySize(city),
    ...openDataPortalSizes(city),
    features: featuresSize(city),
    publisher: publisherSize(city),
    federation: federationSize(city),
    harvest: harvestSize(city),
    verification: verificationSize(city),
    monitoring: monitoringSize(city),
    telemetry: telemetrySize(city),
    dashboards: dashboardsSize(city),
    devices: deviceGatewaySize(city),
    simulator: simulatorSize(city),
    database,
    bus: busSize(city),
    budget: Size.gibibytes(city.profile === 'laptop' ? 6 : Math.ceil(besideDatabase[city.profile] + memory)),
  };
}
