import { ThreadedValidator } from './private/threaded-validator';

/**
 * The validator of CloudFormation that all apps of this process share; none with the CDK's own switch `CDK_VALIDATION=false`.
 * Its engine takes seconds to get ready, in a thread of its own: ask for it before anything else is done.
 */
export function sharedValidator(): ThreadedValidator | undefined {
  return process.env.CDK_VALIDATION === 'false' ? undefined : ThreadedValidator.shared();
}
