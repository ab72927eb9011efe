import type { FeaturesApi } from './features-api';

const outcomes = ['answered', 'refused', 'failed'] as const;

/** What became of requests, in the text format of Prometheus. */
export function featuresMetrics({ counts, busy }: Pick<FeaturesApi, 'counts' | 'busy'>): string {
  return [
    '# HELP citykit_features_requests_total Requests by what they asked for, whose they were and what became of them.',
    '# TYPE citykit_features_requests_total counter',
    ...counts.flatMap((one) =>
      outcomes.map(
        (outcome) =>
          `citykit_features_requests_total{kind="${one.kind}",access="${one.access}",outcome="${outcome}"} ${one[outcome]}`,
      ),
    ),
    '# HELP citykit_features_requests_busy Requests under way.',
    '# TYPE citykit_features_requests_busy gauge',
    `citykit_features_requests_busy ${busy}`,
    '',
  ].join('\n');
}
