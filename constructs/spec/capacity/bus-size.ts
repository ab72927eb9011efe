import { messageShare } from '../../waist/message-share';
import { Cpu, Duration, Size } from '../../waist/units';
import type { SizedCity } from '../city';
import { messageCost } from './message-cost';
import type { ServerSize } from './server-size';

/** The brokers of an event bus, and how long they keep a message. */
export interface BusSize extends ServerSize {
  /** How long a message is kept. */
  readonly retention: Duration;
}

/** Replicas read at once and begin with what is new, so nobody asks for what is older. */
const retention = Duration.hours(1);

/** Size of the event bus for a city. Each broker holds every message. */
export function busSize({ profile, load }: SizedCity): BusSize {
  const bytes = load.messagesPerSecond * messageCost.busBytes * retention.seconds;
  return {
    size: { cpu: Cpu.millis(500), memory: Size.mebibytes(2048) },
    replicas: profile === 'city' ? 3 : 1,
    storage: Size.gibibytes(Math.max(30, Math.ceil(bytes / messageShare / 1024 ** 3))),
    retention,
  };
}
