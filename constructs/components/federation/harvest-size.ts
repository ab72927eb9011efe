import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the program that reads the catalogues of other cities: a page of RDF, and a line for each dataset. */
export function harvestSize({ profile }: SizedCity): WorkloadSize {
  return profile === 'city' ? one(100, 256) : one(50, 192);
}
