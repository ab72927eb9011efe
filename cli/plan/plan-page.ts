import { factList, pageOf } from '../../page/document';
import { type Html, html } from '../../page/html';
import type { Plan, PlannedStep } from './plan';
import { headlineOf, stateWords } from './plan-words';

const style = `.verdict { font-size: 1.25rem; font-weight: 600; }
.state-done { color: var(--mark); }
.state-missing { color: var(--warn); }
.state-unknown { color: var(--soft); }
`;

/** A plan as one HTML page that needs nothing else. */
export function planPage(plan: Plan): string {
  const title = `${plan.title}: one year to the mechanisms`;
  const facts: readonly (readonly [string, string])[] = [
    ['Joined', plan.joined],
    ['Deadline', plan.deadline],
    ['Last verified', plan.verified?.slice(0, 10) ?? 'never'],
  ];
  const open = plan.steps.filter(({ state }) => state !== 'done');
  const stands = plan.steps.filter(({ state }) => state === 'done');
  return pageOf({
    ...{ language: 'en', title, style },
    header: html`<p class="verdict">${headlineOf(plan)}</p>\n`,
    main: html`${factList(facts)}
<h2>What is to be done, in its order</h2>
${open.map(step)}
<h2>What stands</h2>
<ul>
${stands.map(({ title: what, says }) => html`<li><strong>${what}.</strong> ${says}</li>\n`)}</ul>
`,
  });
}

function step({ id, title, due, state, says, how }: PlannedStep): Html {
  return html`<section aria-labelledby="step-${id}">
<h3 id="step-${id}">${title}</h3>
<p>By <strong>${due}</strong> · <span class="state-${state}">${stateWords[state]}</span>. ${says}</p>
${how.length > 0 && html`<ul>\n${how.map((one) => html`<li>${isCommand(one) ? html`<code>${one}</code>` : one}</li>\n`)}</ul>`}
</section>
`;
}

const isCommand = (text: string) => text.startsWith('citykit ');
