/** What an alarm says that a target makes by itself. */
export interface DerivedAlarm {
  /** What is wrong, in a sentence. */
  readonly description: string;
  /** As in {@link AlarmProps.severity}. */
  readonly severity: 'urgent' | 'soon';
}

/**
 * What every service, job and server needs watched. Targets make these by themselves, each as far as its platform tells the
 * numbers, so that one name means one thing everywhere. Each has a page in docs/runbooks.
 */
export const derivedAlarms = {
  CityServiceMissing: { description: 'Fewer replicas of a program are ready than should be.', severity: 'urgent' },
  CityServiceRestarts: {
    description: 'A program has ended and started again more than three times in half an hour.',
    severity: 'urgent',
  },
  CityServiceMemory: {
    description: 'A program has used more than nine tenths of its memory for a while.',
    severity: 'soon',
  },
  CityServiceBusy: {
    description: 'A program has used more than nine tenths of its processor for a while.',
    severity: 'soon',
  },
  CityMetricsUnread: {
    description: 'The numbers of a program cannot be read, so its alarms are silent.',
    severity: 'soon',
  },
  CityJobFails: { description: 'A job of the deployment has failed and has not succeeded since.', severity: 'urgent' },
  CityScheduledJobFails: { description: 'The last run of a scheduled job has not succeeded.', severity: 'soon' },
  CityDiskFills: { description: 'Less than a fifth of a disk is left.', severity: 'soon' },
  CityDiskNearlyFull: { description: 'Less than a tenth of a disk is left.', severity: 'urgent' },
  CityStorageOverPlan: {
    description: 'More than four fifths of the planned storage are used; it grows on, and so does the bill.',
    severity: 'soon',
  },
  CityDatabaseMissing: { description: 'Fewer database servers are up than should be.', severity: 'urgent' },
  CityDatabaseBusy: {
    description: 'The database works at more than nine tenths of its largest capacity.',
    severity: 'soon',
  },
  CityDatabaseConnections: {
    description: 'More than four fifths of the connections to the database are taken.',
    severity: 'soon',
  },
  CityDatabaseLags: {
    description: 'A standby of the database is behind by more than half a minute.',
    severity: 'soon',
  },
  CityDatabaseArchiveFails: {
    description: 'The log of the database does not reach the object store.',
    severity: 'urgent',
  },
  CityBackupOld: { description: 'The newest backup is older than it should ever be.', severity: 'urgent' },
  CityBackupFails: { description: 'A backup has failed.', severity: 'soon' },
  CityBusLags: { description: 'More than 10,000 changes wait on the event bus.', severity: 'soon' },
  CityBusDiskFills: {
    description: 'A broker of the event bus has used more than four fifths of its storage.',
    severity: 'soon',
  },
  CityCacheFull: { description: 'The cache is more than four fifths full.', severity: 'soon' },
  CityCertificateExpires: {
    description: 'A certificate ends within two weeks and has not been renewed.',
    severity: 'urgent',
  },
  CityEdgeTargetUnhealthy: {
    description: 'What the edge sends requests to does not answer its health check.',
    severity: 'urgent',
  },
  CityEdgeErrors: {
    description: 'The load balancer has passed on more than 50 errors of the server in five minutes.',
    severity: 'urgent',
  },
} as const satisfies Readonly<Record<string, DerivedAlarm>>;

/** Name of one of {@link derivedAlarms}. */
export type DerivedAlarmName = keyof typeof derivedAlarms;
