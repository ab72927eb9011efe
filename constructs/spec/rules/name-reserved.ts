import type { CityRule } from './city-rule';

/** Keycloak's own realm, and the prefix of roles that PostgreSQL keeps for itself. */
const reserved = /^(master|pg|pg-.*)$/;

export const nameReserved: CityRule = {
  code: 'name-reserved',
  reads: ['name'],
  rule: "The name of a city is not 'master' and does not begin with 'pg-': its realm and the roles of its databases carry it, and Keycloak and PostgreSQL keep these names for themselves.",
  check: ({ name }) =>
    reserved.test(name) ? [{ path: 'name', value: name, fix: `Name it otherwise, such as city-${name}.` }] : [],
};
