import type { Report } from '../report';

/** The last report in the text format of Prometheus. */
export function verifyMetrics(report: Report | undefined, failures: number): string {
  const levels = ['MUST', 'SHOULD', 'MAY'] as const;
  const states = ['pass', 'fail', 'skip', 'na', 'info'] as const;
  const results = (report?.results ?? []).map(({ level, status }) => `${level} ${status}`);
  const count = (level: string, status: string) => results.filter((one) => one === `${level} ${status}`).length;
  const lines = [
    '# HELP citykit_verify_failures_total Runs that could not begin.',
    '# TYPE citykit_verify_failures_total counter',
    `citykit_verify_failures_total ${failures}`,
    // What a number is stands here before there is one, so that who reads it knows that it is meant.
    '# HELP citykit_verify_results Checks of the last run by level and result.',
    '# TYPE citykit_verify_results gauge',
    ...(report ? levels : []).flatMap((level) =>
      states.map((status) => `citykit_verify_results{level="${level}",status="${status}"} ${count(level, status)}`),
    ),
    '# HELP citykit_verify_musts_failed Checks of the last run that must pass and did not.',
    '# TYPE citykit_verify_musts_failed gauge',
    ...(report ? [`citykit_verify_musts_failed ${report.summary.mustFailed}`] : []),
    '# HELP citykit_verify_run_timestamp_seconds When the last run began.',
    '# TYPE citykit_verify_run_timestamp_seconds gauge',
    ...(report ? [`citykit_verify_run_timestamp_seconds ${Math.round(Date.parse(report.time) / 1000)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
