import type { CityAddress } from './federated-city';

/** A city whose catalogue is read, as the program reads it. */
export interface HarvestedCity {
  /** Its name, a DNS label, and that of its organisation in the country's portal. */
  readonly id: string;
  readonly title: string;
  /** Its portal, before `/catalog.ttl`. */
  readonly portal: CityAddress;
}
