import type { City } from './city';

/** Who may be notified: an entry of `broker.notifications`, with its defaults filled in. */
export type Receiver = City['broker']['notifications'][number];
