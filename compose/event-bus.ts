import { CityError } from '../constructs/problems/city-error';
import type { EventBus } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';

/** Refused: a bus is there for replicas on several machines. */
export const eventBusKind: ComposeKind<EventBus> = {
  runs: 'nowhere',
  ready: () => undefined,
  render() {
    throw new CityError([
      {
        code: 'compose-single',
        path: 'broker.bus',
        value: 'kafka',
        rule: 'A bus joins replicas of the broker, and on one machine there is one.',
        fix: "Set broker.bus to 'memory', or render the city for Kubernetes or AWS.",
      },
    ]);
  },
};
