import type { Policy } from '../policy';

export const autoscalerRange: Policy = {
  name: 'autoscaler-range',
  subject: 'object',
  kinds: ['HorizontalPodAutoscaler'],
  what: 'has a minimum above its maximum',
  why: 'The API server refuses it.',
  fix: 'Set minReplicas to at most maxReplicas.',
  path: 'spec.minReplicas',
  expression: 'object.spec.?minReplicas.orValue(1) <= object.spec.maxReplicas',
};
