import type { Report } from '../report';

/** The report in a sentence. */
export function headline({ summary, results }: Pick<Report, 'summary' | 'results'>): string {
  const musts = results.filter(({ level, status }) => level === 'MUST' && ['pass', 'fail', 'skip'].includes(status));
  const passed = musts.filter(({ status }) => status === 'pass').length;
  const { mustFailed, mustSkipped, fail } = summary;
  const others = fail - mustFailed;
  return [
    `${passed} of ${musts.length} that must be are met`,
    mustFailed > 0 && `${mustFailed} failed`,
    mustSkipped > 0 && `${mustSkipped} not tried`,
    others > 0 && `${others} that should be ${others === 1 ? 'is' : 'are'} missing`,
  ]
    .filter(Boolean)
    .join('; ')
    .concat('.');
}
