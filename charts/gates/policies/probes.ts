import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const probes: Policy = {
  name: 'probes',
  subject: 'long-running-container',
  kinds: WORKLOADS,
  what: 'has no readiness or no liveness probe',
  why: 'Without them traffic goes to a program that is not ready, and one that hangs is never restarted.',
  fix: 'Set readinessProbe and livenessProbe.',
  path: '',
  expression: 'has(container.readinessProbe) && has(container.livenessProbe)',
};
