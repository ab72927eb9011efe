import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressCheck } from './receivers';

/**
 * A lookup that gives only the addresses that the check allows, so that no name leads to where the city does not allow. It is
 * made at each connection: what a name meant before does not count.
 */
export function guardedLookup(check: AddressCheck): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const allowed = addresses.filter(({ address }) => check(address));
      const [first] = allowed;
      if (!first) return done(new ForbiddenAddressError(host), '', 0);
      if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

/** The name has no address at which the city allows receivers. */
export class ForbiddenAddressError extends Error {
  constructor(host: string) {
    super(`${host} has no address at which the city allows receivers`);
  }
}
