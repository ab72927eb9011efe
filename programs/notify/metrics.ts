import type { Deliveries } from './deliveries';

/** What became of notifications, in the text format of Prometheus. */
export function metrics(deliveries: Deliveries): string {
  const ended = [...deliveries.ended].flatMap(([tenant, counts]) =>
    Object.entries(counts).map(
      ([outcome, count]) => `citykit_notifications_total{tenant="${tenant}",outcome="${outcome}"} ${count}`,
    ),
  );
  return [
    '# HELP citykit_notifications_total Notifications by tenant and by how they ended.',
    '# TYPE citykit_notifications_total counter',
    ...ended,
    '# HELP citykit_notifications_waiting Notifications that are not yet delivered.',
    '# TYPE citykit_notifications_waiting gauge',
    `citykit_notifications_waiting ${deliveries.waiting}`,
    '',
  ].join('\n');
}
