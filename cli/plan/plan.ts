import type { City } from '../../constructs/spec/city';
import type { Report } from '../../verify/report';
import { addDays, addYear, type Day } from './day';
import { milestones } from './milestones';

/** What is known of a step: it stands, it is missing, or nothing shows it yet. */
export type StepState = 'done' | 'missing' | 'unknown';

/** A step of the year, as it stands. */
export interface PlannedStep {
  readonly id: string;
  readonly title: string;
  readonly due: Day;
  readonly state: StepState;
  /** What is known of it, in a sentence. */
  readonly says: string;
  /** Commands to run, options to write and things to do, in their order. @default none are left */
  readonly how: readonly string[];
}

/** The year of a city from its letter of intent to a working implementation. */
export interface Plan {
  /** Short name of the city. */
  readonly city: string;
  /** Its name for people. */
  readonly title: string;
  readonly joined: Day;
  /** One year later: the mechanisms work. */
  readonly deadline: Day;
  /** When its platform was last verified, as RFC 3339. @default never */
  readonly verified?: string;
  /** In the order in which they are due. */
  readonly steps: readonly PlannedStep[];
}

/** What a plan is made from. */
export interface PlanFacts {
  readonly city: City;
  /** The spec as the user named it. */
  readonly file: string;
  readonly joined: Day;
  /** The other cities that join with it. */
  readonly together: readonly City[];
  /** Whether its country has member cities already. */
  readonly countryIsIn: boolean;
  /** Its latest report. @default the platform was never verified */
  readonly report: Report | undefined;
}

/** Makes the plan of a city. */
export function planOf(facts: PlanFacts): Plan {
  const { city, joined, report } = facts;
  const deadline = addYear(joined);
  const steps = milestones.map(({ id, title, week, look }): PlannedStep => {
    const due = week === 'end' ? deadline : addDays(joined, week * 7);
    return { id, title, due, ...look(facts) };
  });
  return {
    city: city.name,
    title: city.title,
    joined,
    deadline,
    ...(report && { verified: report.time }),
    steps,
  };
}
