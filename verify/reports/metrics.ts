import type { Report } from '../report';

/** The last report in the text format of Prometheus. */
export function verifyMetrics(report: Report | undefined, failures: number): string {
  const lines = [
    '# HELP citykit_verify_failures_total Runs that could not begin.',
    '# TYPE citykit_verify_failures_total counter',
    `citykit_verify_failures_total ${failures}`,
  ];
  if (report) {
    const { results, summary, time } = report;
    const levels = ['MUST', 'SHOULD', 'MAY'] as const;
    const states = ['pass', 'fail', 'skip', 'na', 'info'] as const;
    const count = (level: string, status: string) =>
      results.filter((result) => result.level === level && result.status === status).length;
    lines.push(
      '# HELP citykit_verify_results Checks of the last run by level and result.',
      '# TYPE citykit_verify_results gauge',
      ...levels.flatMap((level) =>
        states.map((status) => `citykit_verify_results{level="${level}",status="${status}"} ${count(level, status)}`),
      ),
      '# HELP citykit_verify_musts_failed Checks of the last run that must pass and did not.',
      '# TYPE citykit_verify_musts_failed gauge',
      `citykit_verify_musts_failed ${summary.mustFailed}`,
      '# HELP citykit_verify_run_timestamp_seconds When the last run began.',
      '# TYPE citykit_verify_run_timestamp_seconds gauge',
      `citykit_verify_run_timestamp_seconds ${Math.round(Date.parse(time) / 1000)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
