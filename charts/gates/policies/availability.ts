import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

/** What keeps a service answering while pods hang, start or are moved. */
export const availability: readonly Policy[] = [
  {
    name: 'disruption-budget',
    subject: 'platform',
    kinds: ['Deployment', 'StatefulSet'],
    what: 'runs several pods without a PodDisruptionBudget',
    why: 'A drained node could take all of them at once.',
    fix: 'Add a PodDisruptionBudget that selects the pods.',
    path: '',
    expression: 'variables.replicas <= 1 || variables.disruptionBudgets.size() > 0',
  },
  {
    name: 'probes',
    subject: 'long-running-container',
    kinds: WORKLOADS,
    what: 'has no readiness or no liveness probe',
    why: 'Without them traffic goes to a program that is not ready, and one that hangs is never restarted.',
    fix: 'Set readinessProbe and livenessProbe.',
    path: '',
    expression: 'has(container.readinessProbe) && has(container.livenessProbe)',
  },
];
