import type { CityRule } from './city-rule';

export const domainRequired: CityRule = {
  code: 'domain-required',
  reads: ['profile', 'domain'],
  rule: 'A pilot or city platform answers under a domain of its own; localhost names are for profile laptop.',
  check: ({ name, profile, domain }) =>
    profile !== 'laptop' && domain.endsWith('.localhost')
      ? [
          {
            path: 'domain',
            value: domain === `${name}.localhost` ? undefined : domain,
            fix: "Set domain to one that the city owns, or profile to 'laptop'.",
          },
        ]
      : [],
};
