import { Environment, MisconfiguredError } from './environment';
import { type Log, log } from './log';
import { reasonOf } from './retry';

/**
 * Runs a program to its end and sets the exit code: 0 done, 1 failed, 2 misconfigured.
 *
 * @param configure reads the environment; its problems are all reported before anything is done
 */
export async function runJob<C>(
  configure: (environment: Environment) => C,
  work: (config: C, log: Log) => Promise<void>,
): Promise<void> {
  // As process 1 of a container Node has no default for these.
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGINT', () => process.exit(130));
  try {
    const environment = new Environment(process.env);
    const config = configure(environment);
    environment.check();
    await work(config, log);
  } catch (error) {
    if (error instanceof MisconfiguredError) {
      for (const problem of error.problems) log('misconfigured', { problem });
      process.exitCode = 2;
    } else {
      log('failed', { reason: reasonOf(error) });
      process.exitCode = 1;
    }
  }
}
