import type { City } from './city';
import type { Replicas } from './primitives/service';
import { type ComputeSize, Cpu, Size } from './units';

/** What one program of the platform is given. */
export interface ProgramSize {
  readonly size: ComputeSize;
  readonly replicas: Replicas;
}

/** Every size of a platform. Follows from the profile, the population and the load. */
export interface Sizing {
  readonly broker: ProgramSize;
  readonly registry: ProgramSize;
  readonly contextSite: ProgramSize;
  readonly gateway: ProgramSize;
  readonly identity: ProgramSize;
  readonly portal: ProgramSize;
  readonly search: ProgramSize;
  readonly catalogue: ProgramSize;
  readonly cache: ComputeSize;
  readonly database: { readonly size: ComputeSize; readonly replicas: number; readonly storage: Size };
  readonly bus: { readonly size: ComputeSize; readonly replicas: number; readonly storage: Size };
  readonly portalFiles: Size;
  readonly searchIndex: Size;
  /** What all requests together may ask for. */
  readonly budget: Size;
}

/**
 * Sizes for a city. The smallest memory figures are measured: Scorpio 250 to 320 MB with a bounded heap, Keycloak 470 to
 * 650 MB, Apicurio 270 MB, CKAN 130 MB a process, Solr 190 MB, Envoy 70 MB.
 */
export function sizing(city: Pick<City, 'profile' | 'population' | 'load' | 'broker' | 'openDataPortal'>): Sizing {
  const rate = city.load.messagesPerSecond;
  const brokerReplicas = city.broker.replicas;
  const portalReplicas = city.openDataPortal.replicas;
  const databaseGibibytes = clamp(Math.ceil(2 + rate / 50), 2, 32);
  const storageGibibytes = clamp(Math.ceil(20 + rate * 4), 20, 2000);
  switch (city.profile) {
    case 'laptop':
      return {
        broker: one(250, 896),
        registry: one(100, 512),
        contextSite: one(10, 32),
        gateway: one(50, 128),
        identity: one(200, 1024),
        portal: one(100, 512),
        search: one(100, 640),
        catalogue: one(20, 128),
        cache: compute(20, 64),
        database: { size: compute(200, 512), replicas: 1, storage: Size.gibibytes(5) },
        bus: { size: compute(200, 1024), replicas: 1, storage: Size.gibibytes(5) },
        portalFiles: Size.gibibytes(1),
        searchIndex: Size.gibibytes(1),
        budget: Size.gibibytes(6),
      };
    case 'pilot':
      return {
        broker: { size: compute(1000, 2048), replicas: fixed(brokerReplicas) },
        registry: one(200, 768),
        contextSite: one(20, 48),
        gateway: { size: compute(250, 256), replicas: { min: 1, max: 2 } },
        identity: one(500, 1536),
        portal: { size: compute(500, 1024), replicas: fixed(portalReplicas) },
        search: one(250, 1024),
        catalogue: one(50, 192),
        cache: compute(50, 128),
        database: { size: compute(500, 2048), replicas: 1, storage: Size.gibibytes(storageGibibytes) },
        bus: { size: compute(500, 2048), replicas: 1, storage: Size.gibibytes(20) },
        portalFiles: Size.gibibytes(20),
        searchIndex: Size.gibibytes(5),
        budget: Size.gibibytes(16),
      };
    case 'city':
      return {
        broker: { size: compute(1000, 3072), replicas: fixed(brokerReplicas) },
        registry: { size: compute(250, 1024), replicas: fixed(2) },
        contextSite: { size: compute(20, 64), replicas: fixed(2) },
        gateway: { size: compute(500, 384), replicas: { min: 3, max: 9 } },
        identity: { size: compute(1000, 2048), replicas: { min: 2, max: 4 } },
        portal: { size: compute(500, 1536), replicas: fixed(portalReplicas) },
        search: one(500, 2048),
        catalogue: { size: compute(50, 256), replicas: fixed(2) },
        cache: compute(100, 256),
        database: {
          size: { cpu: Cpu.millis(databaseGibibytes * 250), memory: Size.gibibytes(databaseGibibytes) },
          replicas: 3,
          storage: Size.gibibytes(storageGibibytes),
        },
        bus: { size: compute(500, 2048), replicas: 3, storage: Size.gibibytes(50) },
        portalFiles: Size.gibibytes(100),
        searchIndex: Size.gibibytes(20),
        // Grows with what the spec asks for beyond the profile's own choice.
        budget: Size.gibibytes(64 + databaseGibibytes * 3),
      };
  }
}

function compute(millis: number, mebibytes: number): ComputeSize {
  return { cpu: Cpu.millis(millis), memory: Size.mebibytes(mebibytes) };
}

function fixed(replicas: number): Replicas {
  return { min: replicas, max: replicas };
}

function one(millis: number, mebibytes: number): ProgramSize {
  return { size: compute(millis, mebibytes), replicas: fixed(1) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
