import { messageCost } from '../../constructs/spec/capacity/message-cost';
import type { City } from '../../constructs/spec/city';

/** What an estimate takes for granted where no template says it. */
export interface Assumptions {
  /** Hours of a month: a twelfth of a year. */
  readonly hours: number;
  readonly secondsPerMonth: number;
  /** Messages a second, day and night. */
  readonly messagesPerSecond: number;
  /** Messages in a month. */
  readonly messages: number;
  /**
   * Writes that the database's storage is charged for a message: its write-ahead log in pieces of 4 KiB.
   *
   * @see https://aws.amazon.com/rds/aurora/faqs/ (how I/Os are counted)
   */
  readonly writesPerMessage: number;
  /** Bytes of a message and its answer on the wire. */
  readonly bytesPerMessage: number;
  /**
   * New connections a second that one unit of a load balancer takes; each message comes over one of its own.
   *
   * @see https://aws.amazon.com/elasticloadbalancing/pricing/ (LCU)
   */
  readonly connectionsPerUnit: number;
  /** Bytes of the gateway's audit log for a message. */
  readonly logBytesPerMessage: number;
  /** Bytes of the load balancer's own log for a message, compressed. */
  readonly accessLogBytesPerMessage: number;
  /** Months that logs are kept. */
  readonly monthsOfLogs: number;
  /** What is left of a log once it is compressed to be kept. @see https://aws.amazon.com/cloudwatch/pricing/ (example 3) */
  readonly compressed: number;
}

const hours = 730;

/** The assumptions for a city: the load of its spec, all of it messages that change something. */
export function assumptionsFor({ load }: City): Assumptions {
  const secondsPerMonth = hours * 3600;
  return {
    hours,
    secondsPerMonth,
    messagesPerSecond: load.messagesPerSecond,
    messages: load.messagesPerSecond * secondsPerMonth,
    writesPerMessage: Math.ceil(messageCost.walBytes / 4096),
    bytesPerMessage: 2000,
    connectionsPerUnit: 25,
    logBytesPerMessage: 1000,
    accessLogBytesPerMessage: 100,
    monthsOfLogs: 12,
    compressed: 0.15,
  };
}
