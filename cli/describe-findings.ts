import pc from 'picocolors';
import { visible } from '../constructs/problems/visible';
import type { Finding } from '../constructs/waist/finding';
import { findingCode } from './finding-code';

/** What the gates found, for people: each with its component, its place, what is wrong and the way out. */
export function describeFindings(findings: readonly Finding[]): string {
  const count = `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} of the gates. Nothing was written.`;
  const codes = [...new Set(findings.map(findingCode))].slice(0, 5);
  return [pc.red(pc.bold(count)), ...findings.map(describe), `citykit explain ${codes.join(' ')} says more.`].join(
    '\n\n',
  );
}

function describe({ gate, rule, object, path, value, message, fix, component, source }: Finding): string {
  const where = [component ?? 'beside the components', source].filter((part) => part !== undefined).join(', ');
  return [
    `${pc.bold(visible(object))}${path ? ` ${visible(path)}` : ''}`,
    `  component  ${where}`,
    ...(value === undefined ? [] : [`  value      ${visible(JSON.stringify(value))}`]),
    `  rule       ${gate}/${rule}: ${message}`,
    `  fix        ${fix}`,
  ].join('\n');
}
