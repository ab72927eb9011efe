import pc from 'picocolors';
import type { LeftAlone } from './output/output-folder';
import type { SynthResult } from './synth-result';
import { targets } from './targets';
import type { Step } from './targets/synth-target';
import { textTable } from './text-table';
import { wrap } from './wrap';

/** More lines of a section than these are for the report to show. */
const maxLines = 20;

/** The commands of more platforms than these are for the report to list. */
const maxPlatforms = 2;

/** What a run of `citykit synth` made, for people. */
export interface SynthSummary {
  readonly results: readonly SynthResult[];
  /** The page that describes them. */
  readonly report: string;
  readonly leftAlone: readonly LeftAlone[];
  /** Columns of the terminal. @default lines are as long as they are */
  readonly width?: number;
}

/** What a synthesis made, what it goes without, what it needs and what comes next, for people. */
export function describeSynth({ results, report, leftAlone, width }: SynthSummary): string {
  const rows = results.map(({ city, target, objects, gates, folder }) => [
    city,
    targets[target].title,
    String(Object.values(objects).reduce((sum, count) => sum + count, 0)),
    `${gates.filter(({ passed }) => passed).length} passed`,
    folder,
  ]);
  const gates = new Map(results.map((result) => [targets[result.target].title, result.gates.map(({ name }) => name)]));
  const several = new Set(results.map(({ city }) => city)).size > 1;
  const shown = results.slice(0, maxPlatforms);
  const more = results.length - shown.length;
  return [
    textTable([['city', 'target', 'objects', 'gates', 'folder'], ...rows]),
    ...section(
      'Gates',
      [...gates].map(([title, names]) => [title, `${names.join(', ')}: nothing found`]),
      width,
    ),
    ...section('Goes without', goesWithout(results, several), width),
    ...section('Needs first', needs(results, several), width),
    ...secretsSection(shown, width),
    ...section(
      'Left alone',
      leftAlone.map(({ path, why }) => [path, why]),
      width,
    ),
    '',
    pc.bold('Next'),
    `  see ${report}: what was made and what it needs`,
    ...shown.flatMap(({ steps }) => commands(steps, width)),
    ...(more > 0 ? [`  and the commands of ${more} more, in the report`] : []),
  ].join('\n');
}

/** Commands as they can be copied, each below what it is for. */
function commands(steps: readonly Step[], width: number | undefined): string[] {
  return steps.flatMap(({ command, why }) => {
    // Each line of it is a comment, so that the whole can be copied.
    const lines = wrap('', why, width && width - 4).split('\n');
    return [...lines.map((line) => pc.dim(`  # ${line}`)), `  ${command}`];
  });
}

function secretsSection(results: readonly SynthResult[], width: number | undefined): string[] {
  const made = results.flatMap(({ city, target, secrets }) => (secrets ? [{ city, target, secrets }] : []));
  if (made.length === 0) return [];
  return [
    '',
    pc.bold('Where its secrets are'),
    ...made.flatMap(({ city, target, secrets }) => [
      wrap(`  ${results.length === 1 ? '' : `${city}, ${targets[target].title}: `}`, secrets.where, width),
      ...commands(secrets.commands, width),
    ]),
  ];
}

type Line = readonly [label: string, text: string];

function section(title: string, lines: readonly Line[], width: number | undefined): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, maxLines);
  const column = Math.min(32, Math.max(...shown.map(([label]) => label.length)));
  const more = lines.length - shown.length;
  return [
    '',
    pc.bold(title),
    ...shown.map(([label, text]) =>
      label.length > column
        ? `  ${label}\n${wrap(' '.repeat(column + 4), text, width)}`
        : wrap(`  ${label.padEnd(column)}  `, text, width),
    ),
    ...(more > 0 ? [`  and ${more} more, in the report`] : []),
  ];
}

function goesWithout(results: readonly SynthResult[], several: boolean): Line[] {
  return merged(
    results.flatMap(({ city, target, optOuts }) =>
      optOuts.map(({ measure, where, reason }) => ({ city, target, label: measure, text: `${where}: ${reason}` })),
    ),
    results,
    several,
  );
}

function needs(results: readonly SynthResult[], several: boolean): Line[] {
  return merged(
    results.flatMap(({ city, target, prerequisites }) =>
      prerequisites.map(({ name, need }) => ({ city, target, label: name, text: need })),
    ),
    results,
    several,
  );
}

interface Fact {
  readonly city: string;
  readonly target: SynthResult['target'];
  readonly label: string;
  readonly text: string;
}

/** Each line once, with whom it concerns where that is not everybody. */
function merged(facts: readonly Fact[], results: readonly SynthResult[], several: boolean): Line[] {
  return [...grouped(facts).values()].map((same): Line => {
    const { label, text } = same[0] as Fact;
    const names = unique(same.map(({ target }) => targets[target].title));
    const cities = unique(same.map(({ city }) => city));
    const ofAll = unique(results.map(({ target }) => target)).length;
    const whom = [
      ...(several && cities.length < unique(results.map(({ city }) => city)).length ? [cities.join(', ')] : []),
      ...(names.length < ofAll ? [names.join(', ')] : []),
    ];
    return [label, whom.length === 0 ? text : `${text} (${whom.join('; ')})`];
  });
}

function grouped(facts: readonly Fact[]): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = JSON.stringify([fact.label, fact.text]);
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  return groups;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
