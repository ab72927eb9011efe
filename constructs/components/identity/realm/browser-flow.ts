import type { RealmModel } from '../realm-model';
import { flow, step, subFlow } from './flow';
import type { FlowRepresentation } from './representation';

/**
 * The login in the browser: a session that lives, or password and second factor. Where the second factor is required,
 * a person without one is led through setting it up; where it is optional, only those who have one are asked.
 */
export function browserFlow({ multiFactor }: RealmModel): readonly FlowRepresentation[] {
  const forms = 'city browser forms';
  const secondFactor = 'city browser second factor';
  const top = flow('city browser', 'A living session, or password and second factor.', true, [
    step('auth-cookie', 'ALTERNATIVE'),
    step('identity-provider-redirector', 'ALTERNATIVE'),
    subFlow(forms, 'ALTERNATIVE'),
  ]);
  if (multiFactor === 'required') {
    return [
      top,
      flow(forms, 'Password and one-time password.', false, [
        step('auth-username-password-form', 'REQUIRED'),
        step('auth-otp-form', 'REQUIRED'),
      ]),
    ];
  }
  return [
    top,
    flow(forms, 'Password, and a one-time password from those who have one.', false, [
      step('auth-username-password-form', 'REQUIRED'),
      subFlow(secondFactor, 'CONDITIONAL'),
    ]),
    flow(secondFactor, 'For those who set up a one-time password.', false, [
      step('conditional-user-configured', 'REQUIRED'),
      step('auth-otp-form', 'REQUIRED'),
    ]),
  ];
}
