import { portalConnections as connections } from '../../spec/capacity/connections';
import type { SizedCity } from '../../spec/city';
import { type ComputeSize, Size } from '../../waist/units';
import { type ClientSize, compute, fixed, one, type WorkloadSize } from '../../waist/workload-size';

/** Sizes of the portal's workloads, and of what they store. */
export interface OpenDataPortalSizes {
  readonly portal: ClientSize;
  readonly search: WorkloadSize;
  readonly catalogue: WorkloadSize;
  readonly cache: ComputeSize;
  readonly portalFiles: Size;
  readonly searchIndex: Size;
}

/** Sizes of the portal's programs and disks for a city. Measured: CKAN takes 130 MB a process, Solr 190 MB. */
export function openDataPortalSizes({ profile, openDataPortal }: SizedCity): OpenDataPortalSizes {
  const replicas = fixed(openDataPortal.replicas);
  switch (profile) {
    case 'laptop':
      return {
        portal: { ...one(100, 512), connections },
        search: one(100, 384),
        catalogue: one(20, 128),
        cache: compute(20, 64),
        portalFiles: Size.gibibytes(1),
        searchIndex: Size.gibibytes(1),
      };
    case 'pilot':
      return {
        portal: { size: compute(500, 1024), replicas, connections },
        search: one(250, 1024),
        catalogue: one(50, 192),
        cache: compute(50, 128),
        portalFiles: Size.gibibytes(20),
        searchIndex: Size.gibibytes(5),
      };
    case 'city':
      return {
        portal: { size: compute(500, 1536), replicas, connections },
        search: one(500, 2048),
        catalogue: { size: compute(50, 256), replicas: fixed(2) },
        cache: compute(100, 256),
        portalFiles: Size.gibibytes(100),
        searchIndex: Size.gibibytes(20),
      };
  }
}
