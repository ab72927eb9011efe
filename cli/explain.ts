import pc from 'picocolors';
import { CityError } from '../constructs/problems/city-error';
import { type CodeEntry, exampleSpec } from '../constructs/problems/codes/code-entry';
import { nearest } from '../constructs/problems/nearest';
import { redact } from '../constructs/problems/redact';
import type { Answer } from './answer';
import { catalogue } from './catalogue';
import type { CommandContext } from './command';
import { textTable } from './text-table';
import { wrap } from './wrap';

/** What `citykit explain --json` prints. */
export interface ExplainAnswer extends Answer {
  readonly codes: readonly ({ readonly code: string } & CodeEntry)[];
}

/**
 * `citykit explain`: what codes mean and what to do; without any, the list of all.
 *
 * @throws {CityError} with every code that there is not.
 */
export async function explain(codes: readonly string[], { console, json }: CommandContext): Promise<ExplainAnswer> {
  const known = Object.keys(catalogue).sort();
  const asked = codes.length === 0 ? known : codes.map((code) => codeOf(code));
  const unknown = asked.filter((code) => !Object.hasOwn(catalogue, code));
  if (unknown.length > 0)
    throw new CityError(
      unknown.map((code) => unknownCode(code, known)),
      'command',
    );
  const entries = asked.map((code) => ({ code, ...(catalogue[code] as CodeEntry) }));
  if (!json) {
    console.data(
      codes.length === 0
        ? textTable([['code', 'what is wrong'], ...entries.map(({ code, title }) => [code, title])])
        : entries.map((entry) => describe(entry, console.width)).join('\n\n'),
    );
  }
  return { ok: true, codes: entries, problems: [] };
}

/** A code as it may be written: in brackets as in a message, with the slash of a gate's rule, by the id of a rule of cdk-nag. */
function codeOf(written: string): string {
  const code = written.replace(/^\[|\]$/g, '').replace('/', '-');
  if (Object.hasOwn(catalogue, code)) return code;
  if (/^AwsSolutions-|^cdk-nag-/.test(code)) return 'cdk-nag';
  if (/^cloudformation-|^[EWF]\d{4}$/.test(code)) return 'cloudformation';
  return code;
}

function unknownCode(code: string, known: readonly string[]) {
  const meant = nearest(code, known);
  return {
    code: 'unknown-code' as const,
    path: 'code',
    value: redact(code),
    rule: 'A code stands in brackets behind a problem, or before a finding of a gate.',
    fix: `${meant ? `Did you mean '${meant}'? ` : ''}citykit explain lists all of them.`,
  };
}

function describe({ code, title, why, mend, example }: { readonly code: string } & CodeEntry, width?: number): string {
  return [
    wrap(`${code}  `, title, width).replace(code, pc.bold(code)),
    '',
    wrap('  why   ', why, width),
    wrap('  mend  ', mend, width),
    ...exampleLines(example),
  ].join('\n');
}

/** What the lines of an example are, and where they belong. */
export function exampleTitle(example: CodeEntry['example']): string {
  switch (example.of) {
    case 'spec':
      return 'in a city.yaml';
    case 'file':
      return `in a file ${example.name}`;
    case 'shell':
      return 'in a shell';
    case 'realm':
      return 'in the model of a realm';
    case 'program':
      return 'in a program';
    case 'service':
      return 'in a service of a Compose file';
    case 'object':
      return `in a ${example.kind}${example.at ? `, at ${example.at}` : ''}`;
    case 'nothing':
      return 'none';
  }
}

function exampleLines(example: CodeEntry['example']): string[] {
  if (example.of === 'nothing') return ['', `  No example: ${example.because}`];
  const block = (title: string, text: string) => [
    '',
    `  ${title}`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`.trimEnd()),
  ];
  const before = example.of === 'spec' && example.before ? block('before', example.before) : [];
  const place = exampleTitle(example);
  return [
    ...before,
    ...block(`${pc.red('wrong')}, ${place}`, example.wrong),
    ...block(`${pc.green('right')}`, example.right),
    ...(example.of === 'spec' ? block('both beside the rest of the spec', exampleSpec) : []),
  ];
}
