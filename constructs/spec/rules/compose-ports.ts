import type { CityRule } from './city-rule';

export const composePorts: CityRule = {
  code: 'compose-ports',
  reads: ['targets.compose'],
  rule: 'A port answers for HTTP or for HTTPS.',
  check: ({ targets: { compose } }) =>
    compose && compose.httpPort === compose.httpsPort
      ? [{ path: 'targets.compose.httpPort', value: compose.httpPort, fix: 'Remove it, or choose another.' }]
      : [],
};
