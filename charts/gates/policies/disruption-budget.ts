import type { Policy } from '../policy';

export const disruptionBudget: Policy = {
  name: 'disruption-budget',
  subject: 'platform',
  kinds: ['Deployment', 'StatefulSet'],
  what: 'runs several pods without a PodDisruptionBudget',
  why: 'A drained node could take all of them at once.',
  fix: 'Add a PodDisruptionBudget that selects the pods.',
  path: '',
  expression: 'variables.replicas <= 1 || variables.disruptionBudgets.size() > 0',
};
