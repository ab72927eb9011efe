import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../verify/report';
import { headline } from '../../verify/reports/headline';
import { verifyPlatform } from '../../verify/verify-platform';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import type { VerifyConfig } from './verify-config';

/** Verifies the platform again and again, and keeps the last report. */
export class VerificationLoop {
  /** The last one. @default no run has come to its end */
  report: Report | undefined;
  /** Runs that could not begin. */
  failures = 0;
  readonly #stopping = new AbortController();

  constructor(
    private readonly config: VerifyConfig,
    private readonly log: Log,
  ) {}

  /** Runs until {@link stop}; a run that cannot begin is tried again after a pause. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    const { every, pause } = this.config;
    let wait = pause;
    while (await waited(wait, signal)) {
      const begun = performance.now();
      wait = (await this.#once()) ? Math.max(pause, every - (performance.now() - begun)) : pause;
    }
  }

  stop(): void {
    this.#stopping.abort(new Error('stopping'));
  }

  async #once(): Promise<boolean> {
    const { platform, gatewayUrl: via, clientId, clientSecret } = this.config;
    const { signal } = this.#stopping;
    try {
      this.report = await verifyPlatform(platform, {
        credentials: { id: clientId, secret: clientSecret },
        via,
        signal,
      });
      const failed = this.report.results.filter(({ status, level }) => status === 'fail' && level === 'MUST');
      this.log('verified', { says: headline(this.report), failed: failed.map((one) => one.id).join(' ') });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.failures += 1;
      this.log('could not verify', { reason: reasonOf(error) });
      return false;
    }
  }
}

/** @returns whether the time is over, and not the waiting ended before */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}
