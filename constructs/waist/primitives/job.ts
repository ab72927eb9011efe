import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Description } from '../description';
import { Duration } from '../units';
import { Workload, type WorkloadProps, workloadOptions } from './workload';

/** What a job runs, and when. */
export interface JobProps extends WorkloadProps {
  /**
   * Cron expression of five fields, in UTC.
   * @default runs once at each deployment that changes it
   */
  readonly schedule?: string;
  /** The longest a run may take; then it is stopped and has failed. @default 10 minutes */
  readonly deadline?: Duration;
}

/**
 * A program that runs to its end: once for each change of its definition, or on a schedule. It must be able to run again
 * over its own work, whole or half done.
 */
export class Job extends Workload<never> {
  readonly kind = 'Job';
  readonly readyAfter = [];
  readonly peerPorts = [];
  readonly schedule: string | undefined;
  readonly deadline: Duration;

  constructor(scope: Construct, id: string, props: JobProps) {
    const kinds = { ...workloadOptions, schedule: 'text', deadline: 'Duration' } as const;
    checkOptions<JobProps>('Job', props, kinds, ['image', 'size']);
    super(scope, id, props);
    this.schedule = props.schedule;
    this.deadline = props.deadline ?? Duration.minutes(10);
  }

  get description(): Description {
    const schedule = this.schedule ?? 'once';
    const takes = { runs: this.program, replicas: { min: 1, max: 1 }, schedule, size: this.size };
    return { shape: 'job', detail: schedule, takes };
  }
}
