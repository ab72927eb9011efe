import { type Html, html, trusted } from '../../page/html';
import { table } from '../../page/table';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';
import type { ProgramReport } from './programs';

/** Shades that the bar has; further parts take turns. */
const shades = 8;

/** What every program is given, and how the sum stands against the budget of the profile. */
export function sizes({ city, programs, budget }: CityReport, locale: Locale): Html {
  const { t } = locale;
  const rows = programs.map((program) => [
    locale.say(program.title),
    program.component ? locale.say(program.component) : t.shared,
    locale.say(program.runs),
    locale.say(program.replicas),
    program.cpu ? locale.processor(program.cpu) : '',
    program.memory ? locale.memory(program.memory) : '',
    program.disk ? `${locale.whole(program.disk)} GiB` : '',
  ]);
  return html`<h3>${t.sizes}</h3>
${bar(programs, budget, city.profile, locale)}
<details>
<summary>${t.everySize}</summary>
${table(
  t.sizesOf(city.title),
  [
    t.program,
    t.component,
    t.runs,
    t.replicasOrSchedule,
    { number: t.processor },
    { number: t.memory },
    { number: t.disk },
  ],
  rows,
)}</details>
`;
}

/** Mebibytes that run at once at least: replicas by their minimum, and every job while it runs. */
export function memorySum(programs: readonly ProgramReport[]): number {
  return programs.reduce((sum, { least, memory: each }) => sum + least * each, 0);
}

function bar(programs: readonly ProgramReport[], budget: number, profile: string, locale: Locale): Html {
  const { t } = locale;
  const parts = new Map<string, number>();
  for (const program of programs) {
    const own = locale.say(program.component ?? program.title);
    const part = program.shape === 'job' ? t.jobs : own;
    const taken = memorySum([program]);
    if (taken > 0) parts.set(part, (parts.get(part) ?? 0) + taken);
  }
  const sum = memorySum(programs);
  const cores = programs.reduce((total, { least, cpu }) => total + least * cpu, 0);
  const share = Math.round((sum / budget) * 100);
  const segments = [...parts.values()].map((taken, at) => {
    return html`<span class="shade-${at % shades}" style="width:${percent(taken, budget)}"></span>`;
  });
  const legend = [...parts].map(([part, taken], at) => {
    return html`<li><span class="key shade-${at % shades}"></span>${part}: ${locale.memory(taken)}</li>\n`;
  });
  return html`<p>${t.sizesSum(locale.memory(sum), locale.processor(cores), locale.whole(share), locale.memory(budget), profile)}</p>
<div class="bar" role="img" aria-label="${t.sizesLabel(locale.memory(sum), locale.memory(budget))}">${segments}</div>
<ul class="legend">
${legend}<li><span class="key"></span>${t.free}: ${locale.memory(Math.max(0, budget - sum))}</li>
</ul>`;
}

function percent(part: number, of: number): Html {
  return trusted(`${Math.min(100, Math.round((part / of) * 10_000) / 100)}%`);
}
