import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import type { Service } from '../../waist/primitives/service';
import type { Metric } from '../../waist/quantity';
import { Duration } from '../../waist/units';

/** How a notification ends that its receiver has not got: `programs/notify/outcome.ts`. */
const undelivered = ['refused', 'timeout', 'unreachable', 'expired', 'dropped', 'forbidden'];

/** Alarms of what the relay of notifications shows: of notifications, and of the values in the broker's databases. */
export function contextBrokerAlarms(broker: Construct, relay: Service): void {
  const metric = (name: string, labels: Metric['labels'] = {}): Metric => ({
    of: relay,
    name: `citykit_${name}`,
    labels,
  });
  new Alarm(broker, 'CityNotificationsFail', {
    description: 'More than one notification in five does not reach its receiver.',
    severity: 'soon',
    quantity: {
      kind: 'share',
      metric: metric('notifications_total', { outcome: undelivered }),
      within: metric('notifications_total'),
    },
    when: 'above',
    threshold: 0.2,
    for: Duration.minutes(15),
  });
  new Alarm(broker, 'CityNotificationsWait', {
    description:
      'More than 500 notifications wait for their receivers; beyond 1,000 for one subscription they are dropped.',
    severity: 'soon',
    quantity: { kind: 'sum', metric: metric('notifications_waiting') },
    when: 'above',
    threshold: 500,
    for: Duration.minutes(5),
  });
  new Alarm(broker, 'CityValuesOld', {
    description: 'No value has reached the broker for an hour, from nobody and for no tenant.',
    severity: 'soon',
    quantity: { kind: 'smallest', metric: metric('newest_value_age_seconds', { step: 'broker' }) },
    when: 'above',
    threshold: 3600,
    for: Duration.minutes(5),
  });
  new Alarm(broker, 'CityHistoryWaits', {
    description: 'Values that the broker has taken have been missing from the history for ten minutes.',
    severity: 'urgent',
    quantity: { kind: 'largest', metric: metric('history_behind_seconds') },
    when: 'above',
    threshold: 600,
    for: Duration.minutes(5),
  });
}
