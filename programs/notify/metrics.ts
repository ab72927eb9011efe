import type { Deliveries } from './deliveries';
import type { NewestValue } from './newest-values';

/** What became of notifications, and how new the newest values are, in the text format of Prometheus. */
export function metrics(deliveries: Deliveries, values: readonly NewestValue[], now = Date.now()): string {
  const ended = [...deliveries.ended].flatMap(([tenant, counts]) =>
    Object.entries(counts).map(
      ([outcome, count]) => `citykit_notifications_total{tenant="${tenant}",outcome="${outcome}"} ${count}`,
    ),
  );
  const ages = values.flatMap(({ tenant, broker, history }) =>
    Object.entries({ broker, history }).flatMap(([step, time]) =>
      time === undefined
        ? []
        : [`citykit_newest_value_age_seconds{step="${step}",tenant="${tenant}"} ${seconds(now - time)}`],
    ),
  );
  const behind = values.flatMap(({ tenant, broker, history }) =>
    broker === undefined
      ? []
      : [
          `citykit_history_behind_seconds{tenant="${tenant}"} ${seconds(history === undefined ? now - broker : broker - history)}`,
        ],
  );
  return [
    '# HELP citykit_notifications_total Notifications by tenant and by how they ended.',
    '# TYPE citykit_notifications_total counter',
    ...ended,
    '# HELP citykit_notifications_waiting Notifications that are not yet delivered.',
    '# TYPE citykit_notifications_waiting gauge',
    `citykit_notifications_waiting ${deliveries.waiting}`,
    '# HELP citykit_newest_value_age_seconds Age of the newest value of a tenant at a step of its way.',
    '# TYPE citykit_newest_value_age_seconds gauge',
    ...ages,
    '# HELP citykit_history_behind_seconds How much newer the newest value of the broker is than that of the history.',
    '# TYPE citykit_history_behind_seconds gauge',
    ...behind,
    '',
  ].join('\n');
}

function seconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds / 1000));
}
