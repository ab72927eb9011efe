import { type Check, must, notApplicable, passed } from '../check';

/** The newest backup of the database, as the operator of CloudNativePG tells it. */
export const newestBackup: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Database',
  needs: ['cluster'],
  hint: 'Look at the ScheduledBackup and its Backups, and at the object store that they go to.',
  async run({ cluster, platform: { backupHours, noBackups } }) {
    if (noBackups !== undefined) return notApplicable(`Declared: no backups. ${noBackups}`);
    must(cluster, 'There is no cluster.');
    const made = (await cluster.list('backups.postgresql.cnpg.io')).filter(
      ({ status }) => status?.phase === 'completed',
    );
    const times = made.map(({ status }) => Date.parse(String(status?.stoppedAt))).filter(Number.isFinite);
    const exchange = {
      request: 'kubectl get backups.postgresql.cnpg.io',
      answer: made.map(({ metadata, status }) => `${metadata.name} ${String(status?.stoppedAt)}`).join('\n') || 'none',
    };
    must(times.length > 0, 'No backup is complete.', exchange);
    const hours = (Date.now() - Math.max(...times)) / 3_600_000;
    const limit = backupHours ?? 25;
    must(hours <= limit, `The newest backup is ${Math.round(hours)} hours old, more than ${limit}.`, exchange);
    return passed(exchange, `The newest backup is ${hours.toFixed(1)} hours old.`);
  },
};
