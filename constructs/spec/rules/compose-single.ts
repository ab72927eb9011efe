import type { CityRule } from './city-rule';

export const composeSingle: CityRule = {
  code: 'compose-single',
  reads: ['broker', 'openDataPortal', 'profile', 'targets.compose'],
  rule: 'Compose runs on one machine: each service has one replica, and the broker has bus memory.',
  check: ({ broker, openDataPortal, targets: { compose } }) =>
    compose && (broker.bus === 'kafka' || broker.replicas > 1 || openDataPortal.replicas > 1)
      ? [
          {
            path: 'targets.compose',
            value: undefined,
            fix: "Set profile to 'laptop' or 'pilot', broker.bus to 'memory' and replicas to 1, or render the city for Kubernetes or AWS.",
          },
        ]
      : [],
};
