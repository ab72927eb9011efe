import { messageShare } from '../waist/message-share';
import type { EventBusProps } from '../waist/primitives/event-bus';
import { Duration } from '../waist/units';

/** Partitions of a topic that a client makes. One topic carries nearly everything. */
const partitions = 3;

/**
 * Settings of Kafka that keep a broker's log below its storage whatever is sent: by time, and by bytes for when more
 * comes than was planned for. Kafka deletes whole segments, and looks for them every five minutes. All of them may be set
 * on MSK too.
 */
export function logSettings({
  replicas,
  storage,
  retention = Duration.hours(1),
}: EventBusProps): Record<string, string | number> {
  const copies = Math.min(3, replicas);
  const partition = Math.floor((storage.mebibytes * 1024 ** 2 * messageShare) / partitions);
  const segment = Math.min(1024 ** 3, Math.floor(partition / 8));
  return {
    // The programs make their own topics.
    'auto.create.topics.enable': 'true',
    'num.partitions': partitions,
    'default.replication.factor': copies,
    'min.insync.replicas': Math.max(1, copies - 1),
    'compression.type': 'lz4',
    'log.retention.ms': retention.seconds * 1000,
    // Of a partition, and besides it the segment that is written to.
    'log.retention.bytes': partition - segment,
    'log.segment.bytes': segment,
  };
}
