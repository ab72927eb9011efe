import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of Grafana for a city: it draws in the browser, and asks the database. */
export function dashboardsSize({ profile }: SizedCity): WorkloadSize {
  switch (profile) {
    case 'laptop':
      return one(50, 256);
    case 'pilot':
      return one(100, 384);
    case 'city':
      return one(500, 512);
  }
}
