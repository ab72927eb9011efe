import { flow, step } from './flow';
import type { FlowRepresentation } from './representation';

/**
 * "Forgot password": a link by mail, then a new password. Keycloak's own flow goes on to replace the one-time password
 * too, which would make a mailbox enough to take over an account with two factors.
 */
export function resetCredentialsFlow(): FlowRepresentation {
  return flow('city reset credentials', 'A new password by mail; the second factor stays.', true, [
    step('reset-credentials-choose-user', 'REQUIRED'),
    step('reset-credential-email', 'REQUIRED'),
    step('reset-password', 'REQUIRED'),
  ]);
}
