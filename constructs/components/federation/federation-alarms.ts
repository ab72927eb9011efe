import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import type { Service } from '../../waist/primitives/service';
import { Duration } from '../../waist/units';

/** An alarm of what the federated query shows of the cities. */
export function queryAlarm(query: Construct, service: Service): void {
  new Alarm(query, 'CityNeighbourNotAsked', {
    description: 'A city of the federation has failed for a quarter of an hour: answers lack its part, and say so.',
    severity: 'soon',
    quantity: { kind: 'largest', metric: { of: service, name: 'citykit_federation_not_asked' } },
    when: 'above',
    threshold: 0,
    for: Duration.minutes(15),
  });
}

/**
 * An alarm of what the country's catalogue shows of the others.
 *
 * @param every between two readings of a catalogue
 */
export function catalogueAlarm(catalogue: Construct, service: Service, every: Duration): void {
  new Alarm(catalogue, 'CityCatalogueOld', {
    description: 'The catalogue of another city was last read as a whole a day ago, or three readings ago.',
    severity: 'soon',
    quantity: { kind: 'largest', metric: { of: service, name: 'citykit_catalogue_read_age_seconds' } },
    when: 'above',
    threshold: Math.max(24 * 3600, 3 * every.seconds),
    for: Duration.minutes(10),
  });
}
