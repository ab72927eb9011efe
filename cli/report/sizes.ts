import type { CityReport } from './city-report';
import { type Html, html, trusted } from './html';
import type { ProgramReport } from './programs';
import { table } from './table';
import { memory, processor, whole } from './units';

/** Shades that the bar has; further parts take turns. */
const shades = 8;

/** What every program is given, and how the sum stands against the budget of the profile. */
export function sizes({ city, programs, budget }: CityReport): Html {
  const rows = programs.map((program) => [
    program.title,
    program.component ?? 'shared',
    program.runs,
    program.replicas,
    program.cpu ? processor(program.cpu) : '',
    program.memory ? memory(program.memory) : '',
    program.disk ? `${whole(program.disk)} GiB` : '',
  ]);
  return html`<h3>Sizes</h3>
${bar(programs, budget, city.profile)}
${table(
  `What each program of ${city.title} is given, for one replica`,
  ['Program', 'Component', 'Runs', 'Replicas', { number: 'Processor' }, { number: 'Memory' }, { number: 'Disk' }],
  rows,
)}`;
}

/** Mebibytes that run at once at least: replicas by their minimum, and every job while it runs. */
export function memorySum(programs: readonly ProgramReport[]): number {
  return programs.reduce((sum, { least, memory: each }) => sum + least * each, 0);
}

function bar(programs: readonly ProgramReport[], budget: number, profile: string): Html {
  const parts = new Map<string, number>();
  for (const program of programs) {
    const own = program.component ?? program.title;
    const part = program.shape === 'job' ? 'Jobs, while they run' : own;
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
    return html`<li><span class="key shade-${at % shades}"></span>${part}: ${memory(taken)}</li>\n`;
  });
  const label = `${memory(sum)} of ${memory(budget)} of memory are requested`;
  return html`<p>The programs request ${memory(sum)} of memory and ${processor(cores)} with the fewest replicas, jobs included:
${share} % of the ${memory(budget)} that the ${profile} profile allows.</p>
<div class="bar" role="img" aria-label="${label}">${segments}</div>
<ul class="legend">
${legend}<li><span class="key"></span>free: ${memory(Math.max(0, budget - sum))}</li>
</ul>`;
}

function percent(part: number, of: number): Html {
  return trusted(`${Math.min(100, Math.round((part / of) * 10_000) / 100)}%`);
}
