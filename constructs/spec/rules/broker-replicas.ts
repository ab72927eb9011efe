import type { CityRule } from './city-rule';

export const brokerReplicas: CityRule = {
  code: 'broker-replicas',
  reads: ['broker', 'profile'],
  rule: "On a memory bus the broker runs once: copies would not hear of each other's changes.",
  check: ({ broker, profile }) =>
    broker.bus === 'memory' && broker.replicas > 1 && profile !== 'laptop'
      ? [{ path: 'broker.replicas', value: broker.replicas, fix: 'Set broker.bus to kafka, or replicas to 1.' }]
      : [],
};
