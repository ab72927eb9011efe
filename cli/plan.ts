import { join } from 'node:path';
import pc from 'picocolors';
import { loadSpec } from '../constructs/files/load-spec';
import type { City } from '../constructs/spec/city';
import type { Report } from '../verify/report';
import { VerifyError } from '../verify/verify-error';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { refusePlace } from './output/output-place';
import { angleComment, calendarComment, refuseFiles, writeOwnFile } from './output/own-file';
import { calendar } from './plan/calendar';
import { tryDay } from './plan/day';
import { type Plan, planOf } from './plan/plan';
import { planMarkdown } from './plan/plan-markdown';
import { planPage } from './plan/plan-page';
import { headlineOf, stateWords } from './plan/plan-words';
import { readReport } from './verify';

/** Options of `citykit plan`. */
export interface PlanFlags {
  /** The day of the letter of intent. */
  readonly joined: string;
  readonly out: string;
  /** Reports of `citykit verify --json`, of any of the cities. */
  readonly report?: readonly string[];
  /** Replace files that citykit did not write, or that were changed since. */
  readonly overwrite?: boolean;
}

/** What `citykit plan --json` prints. */
export interface PlanAnswer extends Answer {
  /** One for each city. */
  readonly plans: readonly Plan[];
}

/**
 * `citykit plan`: from the day a city joined, its spec and its latest report to what stands, what is missing and by when; as a
 * page, Markdown and a calendar in `<out>/<city>/`.
 *
 * @throws {CityError} with every problem of the spec.
 * @throws {VerifyError} where the day or a report is none.
 */
export async function plan(file: string, flags: PlanFlags, { console, json }: CommandContext): Promise<PlanAnswer> {
  const joined = tryDay(flags.joined);
  if (!joined) throw new VerifyError(`${flags.joined} is no day.`, 'Write it as --joined 2026-11-28.', true);
  // Years beyond are slips of the hand, and a plan that ends in the year 10000 has no days as the calendar writes them.
  if (!joined.startsWith('2'))
    throw new VerifyError(`${joined} is not in this millennium.`, 'Write it as --joined 2026-11-28.', true);
  refusePlace(flags.out);
  const spec = await loadSpec(file);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  const alreadyIn = spec.kind === 'city' ? [] : spec.federation.alreadyJoined;
  const later = spec.kind === 'federation' && spec.federation.joining === 'later';
  const reports: Report[] = [];
  for (const one of flags.report ?? []) reports.push(await readReport(one));
  const specs = spec.kind === 'city' ? [file] : spec.members.map((member) => member.file);
  const plans = cities.map((city, at) =>
    planOf({
      city,
      file: specs[at] ?? file,
      joined,
      together: cities,
      countryIsIn: later || alreadyIn.includes(city.country),
      report: latest(reports, city),
    }),
  );
  const files = plans.map((one) => {
    const at = (name: string) => join(flags.out, one.city, name);
    return [
      { file: at('plan.html'), text: planPage(one), comment: angleComment },
      { file: at('plan.md'), text: planMarkdown(one), comment: angleComment },
      { file: at('plan.ics'), text: calendar(one), comment: calendarComment },
    ];
  });
  refuseFiles({ '--out': files.flat().map(({ file }) => file) }, flags.overwrite);
  for (const [at, one] of plans.entries()) {
    for (const { file, text, comment } of files[at] ?? []) writeOwnFile(file, text, comment, 'citykit plan');
    if (!json) console.data(asText(one, join(flags.out, one.city)));
  }
  return { ok: true, plans, problems: [] };
}

/** The newest report of a city, by the address of its API. */
function latest(reports: readonly Report[], { domain }: City): Report | undefined {
  const own = reports.filter(({ target }) => new URL(target).hostname === `api.${domain}`);
  return own.sort((one, other) => Date.parse(other.time) - Date.parse(one.time))[0];
}

const colours = { done: pc.green, missing: pc.red, unknown: pc.yellow };

function asText(one: Plan, folder: string): string {
  const steps = one.steps.map(
    ({ title, due, state, says }) => `  ${due}  ${colours[state](stateWords[state].padEnd(9))}  ${title}: ${says}`,
  );
  return [
    `${pc.bold(one.title)}  ${headlineOf(one)}`,
    ...steps,
    `wrote ${join(folder, 'plan.html')}, .md and .ics`,
  ].join('\n');
}
