import { catalogue } from '../../cli/catalogue';
import { exampleTitle } from '../../cli/explain';
import { type CodeEntry, type Example, exampleSpec } from '../../constructs/problems/codes/code-entry';
import { generated, markdownTable } from './markdown-table';

/** Where the pages lie; all files in it are generated. */
export const errorsFolder = 'docs/reference/errors';

/** A page for each code, and one that lists them. */
export function errorPages(): Record<string, string> {
  const entries = Object.entries(catalogue).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    [`${errorsFolder}/README.md`]: index(entries),
    ...Object.fromEntries(entries.map(([code, entry]) => [`${errorsFolder}/${code}.md`, page(code, entry)])),
  };
}

function index(entries: readonly (readonly [string, CodeEntry])[]): string {
  return `# Codes of problems

${generated} \`citykit explain CODE\` prints the same. Codes that begin with \`schema-\`, \`consistency-\`, \`policy-\` or \`budget-\`
are findings of the gates on Kubernetes, \`cloudformation\` and \`cdk-nag\` those on AWS.

${markdownTable(
  ['code', 'what is wrong'],
  entries.map(([code, { title }]) => [`[\`${code}\`](${code}.md)`, title]),
)}
`;
}

function page(code: string, { title, why, mend, example }: CodeEntry): string {
  return `# \`${code}\`

${generated}

${title}

**Why:** ${why}

**Mend:** ${mend}

${examples(example)}
[All codes](README.md)
`;
}

function examples(example: Example): string {
  if (example.of === 'nothing') return `There is no short example: ${example.because}\n`;
  const before = example.of === 'spec' && example.before ? `## Before\n\n${block(example, example.before)}\n` : '';
  const place = exampleTitle(example);
  const rest =
    example.of === 'spec' ? `\nBoth beside the rest of the spec:\n\n${block(example, exampleSpec.trimEnd())}` : '';
  return `${before}## Wrong, ${place}

${block(example, example.wrong)}
## Right

${block(example, example.right)}${rest}`;
}

function block(example: Example, text: string): string {
  return `\`\`\`${languageOf(example)}\n${text.trimEnd()}\n\`\`\`\n`;
}

function languageOf(example: Example): string {
  switch (example.of) {
    case 'shell':
      return 'sh';
    case 'program':
      return 'ts';
    case 'file':
      return example.name.endsWith('.ts') ? 'ts' : 'yaml';
    default:
      return 'yaml';
  }
}
