import type { CityRule } from './city-rule';

export const contactEmailRequired: CityRule = {
  code: 'contact-email-required',
  reads: ['profile', 'contact.email'],
  rule: 'A pilot or city platform names a mailbox for questions: DCAT-AP wants a contact for every dataset.',
  check: ({ profile, contact }) =>
    profile !== 'laptop' && contact.email.endsWith('.localhost')
      ? [{ path: 'contact.email', value: undefined, fix: 'Add contact.email with a mailbox that someone reads.' }]
      : [],
};
