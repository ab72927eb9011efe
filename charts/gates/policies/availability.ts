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
    example: {
      kind: 'PodDisruptionBudget',
      at: 'spec.selector.matchLabels',
      wrong: "'app.kubernetes.io/name': other",
      right: "'app.kubernetes.io/name': broker",
    },
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
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0]',
      wrong: 'livenessProbe: null',
      right: 'livenessProbe: { httpGet: { path: /q/health, port: http } }',
    },
  },
];
