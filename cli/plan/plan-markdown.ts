import type { Plan } from './plan';
import { headlineOf, stateWords } from './plan-words';

/** A plan as Markdown, with a box to tick for each step. */
export function planMarkdown(plan: Plan): string {
  const steps = plan.steps.map(({ title, due, state, says, how }) => {
    const head = `- [${state === 'done' ? 'x' : ' '}] **${title}** (by ${due}; ${stateWords[state]}). ${says}`;
    return [head, ...how.map((one) => `  - ${one.startsWith('citykit ') ? `\`${one}\`` : one}`)].join('\n');
  });
  return `# ${plan.title}: one year to the mechanisms

Joined ${plan.joined}, deadline ${plan.deadline}, last verified ${plan.verified?.slice(0, 10) ?? 'never'}.

${headlineOf(plan)}

${steps.join('\n')}
`;
}
