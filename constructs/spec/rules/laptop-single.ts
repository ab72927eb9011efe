import type { CityRule, RuleProblem } from './city-rule';

export const laptopSingle: CityRule = {
  code: 'laptop-single',
  reads: ['broker.bus', 'broker.replicas', 'openDataPortal.replicas', 'profile'],
  rule: 'Profile laptop runs on one machine: each service has one replica, and the broker has bus memory.',
  check: ({ broker, openDataPortal, profile }) => {
    if (profile !== 'laptop') return [];
    const findings: RuleProblem[] = [];
    const fix = "Remove it, or set profile to 'pilot'.";
    if (broker.bus === 'kafka') findings.push({ path: 'broker.bus', value: 'kafka', fix });
    else if (broker.replicas > 1) findings.push({ path: 'broker.replicas', value: broker.replicas, fix });
    if (openDataPortal.replicas > 1) {
      findings.push({ path: 'openDataPortal.replicas', value: openDataPortal.replicas, fix });
    }
    return findings;
  },
};
