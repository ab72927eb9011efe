import type { Job } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';
import { renderContainer } from './private/container';
import { scheduled } from './private/schedule';
import { dependsOn } from './private/start-order';
import { volumesOf } from './volume';

/**
 * A container that runs at each `up` and ends, before those that come after it start; or, on a schedule, one that waits for
 * its minutes.
 */
export const jobKind: ComposeKind<Job> = {
  runs: 'inside',
  ready: ({ schedule }) => (schedule === undefined ? 'service_completed_successfully' : undefined),
  render(job, target) {
    const { image, size, command, args, scratch, env, files, schedule } = job;
    const common = {
      scope: job,
      name: target.nameOf(job),
      image,
      size,
      volumes: volumesOf(job, target),
      dependsOn: dependsOn(target, job),
    };
    if (schedule === undefined) {
      renderContainer(target, {
        ...common,
        ...(command && { command }),
        ...(args && { args }),
        scratch,
        env,
        files,
        restart: 'no',
      });
    } else {
      const { test, ...waiting } = scheduled(job, schedule);
      renderContainer(target, {
        ...common,
        ...waiting,
        env: { ...env, ...waiting.env },
        files: { ...files, ...waiting.files },
        healthcheck: { test, interval: '60s', timeout: '5s', retries: 1, start_period: '10s' },
        restart: 'unless-stopped',
      });
    }
    return { outputs: {}, keeps: [] };
  },
};
