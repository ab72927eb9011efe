import type { CheckId } from '../../constructs/waist/checks';
import { checkOf } from '../../verify/checks';
import type { Result } from '../../verify/report';
import { numberOf } from '../number-of';
import type { PlanFacts, PlannedStep } from './plan';

type Found = Pick<PlannedStep, 'state' | 'says' | 'how'>;

/** A step of every city's year. */
interface Milestone {
  readonly id: string;
  readonly title: string;
  /** Weeks after joining; `end` is the last day of the year. */
  readonly week: number | 'end';
  /** What is known of it. */
  readonly look: (facts: PlanFacts) => Found;
}

const done = (says: string): Found => ({ state: 'done', says, how: [] });
const missing = (says: string, ...how: readonly string[]): Found => ({ state: 'missing', says, how });

/** The year, in the order in which its steps are due. */
export const milestones: readonly Milestone[] = [
  {
    id: 'partner',
    title: 'A second city of the country',
    week: 4,
    look: ({ city, together, countryIsIn }) => {
      const others = together.filter(({ country, name }) => country === city.country && name !== city.name);
      if (others.length > 0) return done(`${others.map(({ title }) => title).join(', ')} joins at the same time.`);
      if (countryIsIn) return done(`${city.country} has member cities already.`);
      return missing(
        `At least two cities of a country join at once, so that services can move between them; ${city.country} has one here.`,
        `Find another city of ${city.country}, and name both in a federation.yaml with joining: first.`,
        'If the country has member cities already: a federation.yaml with joining: later and alreadyJoined.',
        'citykit validate federation.yaml',
      );
    },
  },
  {
    id: 'spec',
    title: 'The city is described',
    week: 4,
    look: ({ file }) => done(`${file} is valid.`),
  },
  {
    id: 'models',
    title: 'Data models are chosen',
    week: 8,
    look: ({ city }) =>
      city.dataModels.length > 0
        ? done(`${numberOf(city.dataModels, 'data model')}.`)
        : missing(
            'The spec has no data model.',
            'dataModels in the spec: built-in ones by name, the city’s own in place',
          ),
  },
  {
    id: 'tenants',
    title: 'Departments are named',
    week: 8,
    look: ({ city }) =>
      city.tenants.length > 0
        ? done(`${numberOf(city.tenants, 'tenant')}.`)
        : missing('All data would belong to one tenant.', 'tenants in the spec: one for each department'),
  },
  {
    id: 'open-data',
    title: 'What is published is decided',
    week: 12,
    look: ({ city }) =>
      city.openData.length > 0
        ? done(`${numberOf(city.openData, 'dataset')}.`)
        : missing('Nothing is published.', 'openData in the spec: type, tenant and licence of each dataset'),
  },
  {
    id: 'declarations',
    title: 'What cannot be seen is declared',
    week: 12,
    look: ({ city: { declarations } }) => {
      const names = ['personalData', 'algorithms', 'rulebook', 'terms'] as const;
      const open = names.filter((name) => declarations[name] === undefined);
      if (open.length === 0) return done('Personal data, algorithms, rulebook and terms are declared.');
      return missing(`Not declared: ${open.join(', ')}.`, ...open.map((name) => `declarations.${name} in the spec`));
    },
  },
  {
    id: 'deployed',
    title: 'The platform runs',
    week: 16,
    look: ({ city, file, report }) =>
      report
        ? done(`It answered on ${report.time.slice(0, 10)}.`)
        : missing(
            'No report shows that it runs.',
            `citykit synth ${file}`,
            'Apply what was written, and follow docs/guide/first-day.md.',
            `citykit verify ${file} --json > ${city.name}.verify.json`,
          ),
  },
  byChecks('security', 'The platform is secure', 20, ['0.3', '0.9', '6.1', '6.2', '6.3', '6.4', '6.5', '6.6', '6.7']),
  byChecks('api', 'The API works as the standard says', 24, [
    ...(['0.1', '0.2', '0.4', '0.5', '0.6', '0.7', '0.8', '1.1', '1.2', '1.3', '1.5', '1.6', '1.7'] as const),
  ]),
  byChecks('shared-models', 'What is stored follows the models', 28, ['2.1', '2.2', '2.3', '2.4', '2.5']),
  byChecks('portal', 'The open data portal shows it', 32, ['3.1', '3.2', '3.3', '3.4', '3.5']),
  {
    id: 'restored',
    title: 'Data come back from a backup',
    week: 36,
    look: ({ city }) =>
      city.backups.enabled
        ? {
            state: 'unknown',
            says: 'Backups are on; whether they come back shows a restore alone.',
            how: ['Restore to a second platform as docs/guide/restore.md says, and write down the day.'],
          }
        : missing(`There are no backups: ${city.backups.reason}`, 'backups in the spec: enabled: true'),
  },
  byChecks('beyond', 'Places, indicators, personal data, algorithms and the other cities', 40, [
    '1.9',
    '4.1',
    '5.1',
    '7.1',
    '8.1',
  ]),
  {
    id: 'chain',
    title: 'One measurement goes all the way',
    week: 44,
    look: ({ file, report }) => {
      const result = report?.results.find(({ id }) => id === 'probe');
      if (result?.status === 'pass') return done('It reached the broker, its history and the portal.');
      const says = result ? result.evidence.says : 'It was not tried.';
      return missing(says, `citykit verify ${file} --edition 2015 --write`);
    },
  },
  {
    id: 'shown',
    title: 'The implementation is shown to OASC',
    week: 'end',
    look: ({ file, report }) => ({
      state: report && report.summary.mustFailed + report.summary.mustSkipped === 0 ? 'unknown' : 'missing',
      says: report
        ? `Of what must be, ${report.summary.mustFailed} failed and ${report.summary.mustSkipped} were not tried.`
        : 'The platform was never verified.',
      how: [
        `citykit verify ${file} --write --strict --html report.html --mim mim.yml`,
        'Send the report and mim.yml to OASC.',
      ],
    }),
  },
];

/** A step that stands when none of some checks failed or was left untried. */
function byChecks(id: string, title: string, week: number, ids: readonly CheckId[]): Milestone {
  return {
    id,
    title,
    week,
    look: ({ file, report }) => {
      const own = report?.results.filter((result) => ids.includes(result.id)) ?? [];
      const retry = `citykit verify ${file} --write --strict`;
      if (own.length === 0) return { state: 'unknown', says: 'No report shows it.', how: [retry] };
      const failed = own.filter(({ status }) => status === 'fail');
      const untried = own.filter(({ status }) => status === 'skip');
      const passed = own.filter(({ status }) => status === 'pass').length;
      if (failed.length > 0)
        return missing(
          `${passed} of ${own.length} checks passed; failed: ${named(failed)}.`,
          ...failed.map(gap),
          retry,
        );
      if (untried.length > 0)
        return {
          state: 'unknown',
          says: `${passed} of ${own.length} checks passed; not tried: ${named(untried)}.`,
          how: [...new Set(untried.map(({ evidence }) => evidence.says)), retry],
        };
      return done(`${passed} of ${own.length} checks passed, and none failed.`);
    },
  };
}

const named = (results: readonly Result[]) => results.map(({ id }) => id).join(', ');

/** What closes the gap that a check has found. */
const gap = ({ id }: Result) => `${id}: ${checkOf[id].hint}`;
