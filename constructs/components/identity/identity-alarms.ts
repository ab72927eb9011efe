import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import type { Service } from '../../waist/primitives/service';
import { Duration } from '../../waist/units';

/** Keycloak's words for who does not know the name or the password. */
const wrongGuesses = ['invalid_user_credentials', 'user_not_found', 'invalid_client_credentials'];

/**
 * The alarm of somebody who tries passwords.
 *
 * @see https://www.keycloak.org/observability/event-metrics
 */
export function identityAlarms(identity: Construct, service: Service): void {
  new Alarm(identity, 'CityLoginsFail', {
    description: 'More than one sign-in a second fails for a wrong name or password.',
    severity: 'soon',
    quantity: {
      kind: 'rate',
      metric: { of: service, name: 'keycloak_user_events_total', labels: { event: 'login', error: wrongGuesses } },
    },
    when: 'above',
    threshold: 1,
    for: Duration.minutes(10),
  });
}
