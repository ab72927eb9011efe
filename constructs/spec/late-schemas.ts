/**
 * The schemas of a spec, and with them zod: loaded when the first spec is read. It is half of the time that importing the
 * kit takes otherwise, also for who takes one component and has no spec.
 */
export function schemas(): typeof import('./schemas') {
  return require('./schemas');
}
