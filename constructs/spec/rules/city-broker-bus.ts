import type { CityRule } from './city-rule';

export const cityBrokerBus: CityRule = {
  code: 'city-broker-bus',
  reads: ['broker.bus', 'broker.replicas', 'profile'],
  rule: 'Profile city stays up when a zone fails, so its broker has at least two replicas, with bus kafka.',
  check: ({ broker, profile }) => {
    if (profile !== 'city') return [];
    if (broker.bus === 'memory') {
      return [{ path: 'broker.bus', value: 'memory', fix: "Remove broker.bus, or set profile to 'pilot'." }];
    }
    return broker.replicas === 1
      ? [{ path: 'broker.replicas', value: 1, fix: "Set broker.replicas to 2 or more, or profile to 'pilot'." }]
      : [];
  },
};
