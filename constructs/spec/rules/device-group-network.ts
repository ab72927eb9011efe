import type { CityRule, RuleProblem } from './city-rule';

export const deviceGroupNetwork: CityRule = {
  code: 'device-group-network',
  reads: ['devices'],
  rule: 'Uplinks are fetched from a LoRaWAN network server, from ChirpStack those of one application.',
  check: ({ devices }) =>
    devices.flatMap(({ protocol, network }, at): RuleProblem[] => {
      if (network === undefined) return [];
      if (protocol !== 'things-stack' && protocol !== 'chirpstack')
        return [
          {
            path: `devices[${at}].network`,
            value: network.host,
            fix: `Set protocol to 'things-stack' or 'chirpstack', or remove network: devices of ${protocol} come by themselves.`,
          },
        ];
      if (protocol === 'chirpstack' && network.application === undefined)
        return [
          { path: `devices[${at}].network.application`, value: undefined, fix: 'Add the id of the application.' },
        ];
      return [];
    }),
};
