import { registryClient } from '../../spec/capacity/connections';
import type { SizedCity } from '../../spec/city';
import { type ClientSize, compute, fixed, one, type WorkloadSize } from '../../waist/workload-size';

/** Sizes of the registry and of the web server beside it. */
export interface DataModelRegistrySizes {
  readonly registry: ClientSize;
  readonly contextSite: WorkloadSize;
}

/** Sizes of the registry's programs for a city. Measured: Apicurio takes 270 MB. */
export function dataModelRegistrySizes({ profile }: SizedCity): DataModelRegistrySizes {
  const { replicas, connections } = registryClient[profile];
  switch (profile) {
    case 'laptop':
      return { registry: { ...one(100, 512), connections }, contextSite: one(10, 32) };
    case 'pilot':
      return { registry: { ...one(200, 768), connections }, contextSite: one(20, 48) };
    case 'city':
      return {
        registry: { size: compute(250, 1024), replicas: fixed(replicas), connections },
        contextSite: { size: compute(20, 64), replicas: fixed(2) },
      };
  }
}
