import type { Plan, StepState } from './plan';

/** What a state is called. */
export const stateWords: Readonly<Record<StepState, string>> = {
  done: 'stands',
  missing: 'missing',
  unknown: 'not shown',
};

/** A plan in a sentence. */
export function headlineOf({ steps, deadline }: Plan): string {
  const left = steps.filter(({ state }) => state !== 'done');
  const [next] = left;
  const stands = `${steps.length - left.length} of ${steps.length} steps stand`;
  return next ? `${stands}; next, by ${next.due}: ${next.title}. The year ends on ${deadline}.` : `${stands}.`;
}
