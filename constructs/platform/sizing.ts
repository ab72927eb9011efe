import { contextBrokerSize } from '../components/context-broker/context-broker-size';
import {
  type DataModelRegistrySizes,
  dataModelRegistrySizes,
} from '../components/data-model-registry/data-model-registry-sizes';
import { gatewaySize } from '../components/gateway/gateway-size';
import { identitySize } from '../components/identity/identity-size';
import { type OpenDataPortalSizes, openDataPortalSizes } from '../components/open-data-portal/open-data-portal-sizes';
import type { SizedCity } from '../spec/city';
import { compute, type ProgramSize } from '../waist/program-size';
import { type ComputeSize, Cpu, Size } from '../waist/units';

/** A server with a disk for each of its replicas. */
export interface ServerSize {
  readonly size: ComputeSize;
  readonly replicas: number;
  readonly storage: Size;
}

/** Every size of a platform. Follows from the profile, the population and the load. */
export interface Sizing extends DataModelRegistrySizes, OpenDataPortalSizes {
  readonly broker: ProgramSize;
  readonly gateway: ProgramSize;
  readonly identity: ProgramSize;
  readonly database: ServerSize;
  readonly bus: ServerSize;
  /** What all requests together may ask for. */
  readonly budget: Size;
}

/** Sizes for a city: each component's own, and those of the servers that components share. */
export function sizing(city: SizedCity): Sizing {
  return {
    broker: contextBrokerSize(city),
    ...dataModelRegistrySizes(city),
    gateway: gatewaySize(city),
    identity: identitySize(city),
    ...openDataPortalSizes(city),
    ...sharedSizes(city),
  };
}

function sharedSizes({ profile, load }: SizedCity): Pick<Sizing, 'database' | 'bus' | 'budget'> {
  const rate = load.messagesPerSecond;
  const storage = Size.gibibytes(clamp(Math.ceil(20 + rate * 4), 20, 2000));
  switch (profile) {
    case 'laptop':
      return {
        database: { size: compute(200, 512), replicas: 1, storage: Size.gibibytes(5) },
        bus: { size: compute(200, 1024), replicas: 1, storage: Size.gibibytes(5) },
        budget: Size.gibibytes(6),
      };
    case 'pilot':
      return {
        database: { size: compute(500, 2048), replicas: 1, storage },
        bus: { size: compute(500, 2048), replicas: 1, storage: Size.gibibytes(20) },
        budget: Size.gibibytes(16),
      };
    case 'city': {
      const memory = clamp(Math.ceil(2 + rate / 50), 2, 32);
      return {
        database: {
          size: { cpu: Cpu.millis(memory * 250), memory: Size.gibibytes(memory) },
          replicas: 3,
          storage,
        },
        bus: { size: compute(500, 2048), replicas: 3, storage: Size.gibibytes(50) },
        // Grows with what the spec asks for beyond the profile's own choice.
        budget: Size.gibibytes(64 + memory * 3),
      };
    }
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
