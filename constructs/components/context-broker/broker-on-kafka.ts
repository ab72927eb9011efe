import type { OptOut } from '../../waist/opt-out';
import type { Value } from '../../waist/primitives';
import type { EventBus } from '../../waist/primitives/event-bus';

/** What several replicas on Kafka go without, whatever the settings (docs/decisions/0028). */
export const notHeard: OptOut = {
  measure: 'every notification of a new or changed subscription',
  reason:
    'Scorpio fails to read a subscription that was made or changed at another replica. Until its next start a replica tells nothing of a new one, and tells of a changed one as it was. Restart the broker after subscriptions change.',
};

/**
 * Variables of Scorpio 5.0.3 on Kafka.
 *
 * By its own settings all replicas are one group of consumers, of which each message reaches one
 * (`application-kafka.properties`: `group.id=$[…}`, which is no expression). That is right for changes of entities alone:
 * whoever hears of one tells the subscribers and records it. What a replica holds in memory has to reach all of them.
 */
export function brokerOnKafka(bus: EventBus): Readonly<Record<string, Value>> {
  return {
    BOOTSTRAP_SERVERS: bus.bootstrapServers,
    KAFKA_BOOTSTRAP_SERVERS: bus.bootstrapServers,
    KAFKA_SECURITY_PROTOCOL: bus.securityProtocol,
    // A change that was written before any replica listened, or while none did, is heard too.
    ...incoming('ENTITYRETRIEVE', { AUTO_OFFSET_RESET: 'earliest' }),
    // Removed subscriptions. Not from the beginning: one that was removed and made again would be removed once more.
    ...incoming('SUBSYNCRETRIEVE', { GROUP_ID: ownGroup }),
    // Not from the beginning: whoever subscribed to registrations is told of each whenever it is heard of.
    ...incoming('REGISTRYRETRIEVE', { GROUP_ID: ownGroup }),
    // One order: a registration that was removed stays removed.
    MP_MESSAGING_OUTGOING_REGISTRY_PARTITION: 0,
    // By announcements the replicas share out subscriptions and history by the number of those that they have heard of,
    // each as if all of them heard of every change (`recalculateSubscriptions`, `HistoryMessagingBase`).
    SCORPIO_SYNC_ANNOUNCEMENT_TIME: 'disabled',
    SCORPIO_SYNC_CHECK_TIME: 'disabled',
  };
}

/** Quarkus makes another with each start. */
const ownGroup = `\${quarkus.uuid}`;

function incoming(channel: string, settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`MP_MESSAGING_INCOMING_${channel}_${name}`, value]),
  );
}
