import { Environment, MisconfiguredError } from './environment';
import { type Log, log, without } from './log';
import { reasonOf } from './retry';

/**
 * Runs a program to its end and sets the exit code: 0 done, 1 failed, 2 misconfigured, so that running again would not
 * help.
 *
 * @param configure reads the environment; its problems are all reported before anything is done
 * @param secretsOf what must never stand in the log. @default - nothing: the work logs no value that it was given
 */
export async function runJob<C>(
  configure: (environment: Environment) => C,
  work: (config: C, log: Log) => Promise<void>,
  secretsOf: (config: C) => readonly string[] = () => [],
): Promise<void> {
  // As process 1 of a container Node has no default for these.
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGINT', () => process.exit(130));
  let secrets: readonly string[] = [];
  const say: Log = (message, fields = {}) =>
    log(
      without(secrets, message),
      Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [
          key,
          typeof value === 'string' ? without(secrets, value) : value,
        ]),
      ),
    );
  try {
    const environment = new Environment(process.env);
    const config = configure(environment);
    environment.check();
    secrets = secretsOf(config);
    await work(config, say);
  } catch (error) {
    if (error instanceof MisconfiguredError) {
      for (const problem of error.problems) say('misconfigured', { problem });
      process.exitCode = 2;
    } else {
      say('failed', { reason: reasonOf(error) });
      process.exitCode = 1;
    }
  }
}
