import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import type { Service } from '../../waist/primitives/service';
import type { Metric } from '../../waist/quantity';
import { Duration } from '../../waist/units';

/** Alarms of what the publisher shows of its datasets. */
export function publisherAlarms(publisher: Construct, service: Service): void {
  const metric = (name: string, labels: Metric['labels'] = {}): Metric => ({
    of: service,
    name: `citykit_open_data_${name}`,
    labels,
  });
  new Alarm(publisher, 'CityPublishingFails', {
    description: 'Broker or portal have let attempts to publish fail for half an hour.',
    severity: 'soon',
    quantity: { kind: 'rate', metric: metric('failures_total') },
    when: 'above',
    threshold: 0,
    for: Duration.minutes(30),
  });
  new Alarm(publisher, 'CityPublishingWaits', {
    description: 'More than 1,000 changed entities wait to be published.',
    severity: 'soon',
    quantity: { kind: 'sum', metric: metric('waiting') },
    when: 'above',
    threshold: 1000,
    for: Duration.minutes(15),
  });
  new Alarm(publisher, 'CityPublishedOld', {
    description: 'A dataset was last known to be equal to the broker six hours ago.',
    severity: 'soon',
    quantity: { kind: 'largest', metric: metric('compared_age_seconds') },
    when: 'above',
    threshold: 6 * 3600,
    for: Duration.minutes(10),
  });
  new Alarm(publisher, 'CityRowsRefused', {
    description: 'The portal refuses rows, so entities are missing from a dataset.',
    severity: 'soon',
    quantity: { kind: 'rate', metric: metric('changes_total', { change: 'refused' }) },
    when: 'above',
    threshold: 0,
    for: Duration.minutes(10),
  });
}
