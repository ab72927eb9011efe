import type { Check } from '../check';

/** A mechanism of the edition 2024 that has no requirement yet: there is nothing to pass. */
export const unpublished = (mechanism: 'MIM9' | 'MIM10'): Check => ({
  mechanisms: { '2024': mechanism },
  level: 'MAY',
  component: 'Gateway',
  hint: 'Nothing has to be done.',
  run: async () => ({ status: 'info', says: `${mechanism} of the edition 2024 has no published requirement.` }),
});
