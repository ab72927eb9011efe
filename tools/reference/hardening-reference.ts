import { browserHardening, clientHardening, hardening } from '../../constructs/components/identity/realm/hardening';
import { generated, markdownTable } from './markdown-table';

/** Security settings of the realm, each with the rule it answers. */
export function hardeningReference(): string {
  const model = {
    platform: 'city',
    realm: 'city',
    title: 'City',
    languages: ['en'],
    publicUrl: 'https://id.city.example',
    audience: 'https://api.city.example',
    passwordMinLength: 12,
    multiFactor: 'required' as const,
    accessTokenMinutes: 5,
    tenants: [],
    roles: [],
    clients: [],
  };
  const rows = [...hardening(model), ...clientHardening, ...browserHardening].map(({ path, value, rules, why }) => [
    `\`${path}\``,
    `\`${JSON.stringify(value)}\``,
    rules.join(', ') || '–',
    why,
  ]);
  return `# Hardening of the realm

${generated} Rules are those of BSI TR-03187 where one could be confirmed.

${markdownTable(['setting', 'value', 'rule', 'why'], rows)}
`;
}
