import type { CityRule } from './city-rule';

export const brokerReplicas: CityRule = {
  code: 'broker-replicas',
  reads: ['broker.bus', 'broker.replicas', 'profile'],
  rule: "With bus memory the broker has one replica: several would not learn of each other's changes.",
  check: ({ broker, profile }) =>
    broker.bus === 'memory' && broker.replicas > 1 && profile !== 'laptop'
      ? [{ path: 'broker.replicas', value: broker.replicas, fix: 'Set broker.bus to kafka, or replicas to 1.' }]
      : [],
};
