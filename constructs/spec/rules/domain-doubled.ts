import type { CityRule } from './city-rule';

/** Names that components put before the domain: the API, the portal, the login pages, the data models. */
const hosts = ['api', 'data', 'id', 'models'];

export const domainDoubled: CityRule = {
  code: 'domain-doubled',
  reads: ['domain'],
  rule: `The platform puts ${hosts.slice(0, -1).join(', ')} and ${hosts.at(-1)} before the domain; the domain itself begins with none of them.`,
  check: ({ domain }) => {
    const [first = '', ...rest] = domain.split('.');
    return hosts.includes(first) && rest.length > 1
      ? [
          {
            path: 'domain',
            value: domain,
            fix: `Set domain to ${rest.join('.')}, for the portal at data.${rest.join('.')}.`,
          },
        ]
      : [];
  },
};
