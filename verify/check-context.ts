import type { VerifiedPlatform } from '../constructs/components/verification/verified-platform';
import type { Client, Question } from './client';
import type { Cluster } from './cluster';
import type { Edition } from './edition';
import type { PlatformAnswer } from './exchange';
import type { Fixture } from './fixture';
import type { NotificationReceiver } from './notification-receiver';
import type { Token } from './token';

/** A question to the NGSI-LD API. */
export interface ApiQuestion extends Question {
  /** Tenant to name; null names none. @default that of the run */
  readonly tenant?: string | null;
  /** Token to show; null shows none. @default that of the run */
  readonly token?: string | null;
}

/** What a check is given. */
export interface CheckContext {
  readonly platform: VerifiedPlatform;
  readonly edition: Edition;
  readonly client: Client;
  /** The token of the run. @default the run has none */
  readonly token?: Token;
  /** Tenant that the run writes in, and reads by itself. @default the default tenant */
  readonly tenant?: string;
  /** Tenants that the token may read. */
  readonly tenants: readonly (string | undefined)[];
  /** What was written. @default the run only reads */
  readonly fixture?: Fixture;
  /** Where the run can be notified. */
  readonly receiver?: NotificationReceiver;
  /** @default the run does not look into the cluster */
  readonly cluster?: Cluster;
  /** How long a check waits for what takes its time, such as history, in milliseconds. */
  readonly patience: number;
  /** Opens a TCP connection to a host and tells how that ended. */
  readonly reach: (host: string, port: number) => Promise<'open' | 'refused' | 'silent'>;
  /** Asks the NGSI-LD API: `/entities?…`. */
  api(path: string, question?: ApiQuestion): Promise<PlatformAnswer>;
  /** What several checks look at, found out once in a run. */
  once<Found>(key: string, find: () => Promise<Found>): Promise<Found>;
}
