import type { Duration } from './units';

/** Backups of what holds data, or a written reason for having none. */
export type Backups =
  | {
      readonly enabled: true;
      readonly retention: Duration;
      /** Cron of five fields, in UTC. */
      readonly schedule: string;
    }
  | { readonly enabled: false; readonly reason: string };
