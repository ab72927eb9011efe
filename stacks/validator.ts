import { ThreadedValidator, type ValidatorLine, type ValidatorOptions } from './private/threaded-validator';

export type { ValidatorLine } from './private/threaded-validator';

/**
 * The validator of CloudFormation that all apps of this process share; none with the CDK's own switch `CDK_VALIDATION=false`.
 * Its engine takes seconds to get ready, in a thread of its own: ask for it before anything else is done.
 */
export function sharedValidator(options: ValidatorOptions = {}): ThreadedValidator | undefined {
  return process.env.CDK_VALIDATION === 'false' ? undefined : ThreadedValidator.shared(options);
}

/** A line to the validator of this thread, for another thread to {@link useValidator}; none where there is no validator. */
export function validatorLine(): ValidatorLine | undefined {
  return sharedValidator() && ThreadedValidator.line();
}

/** Lets all apps of this thread share the validator of another thread. */
export function useValidator(line: ValidatorLine): void {
  ThreadedValidator.use(line);
}
