import { carriesLoad, largest } from '../capacity/carried-load';
import type { CityDraft } from '../city-defaults';
import type { CityRule, RuleProblem } from './city-rule';

export const loadFitsProfile: CityRule = {
  code: 'load-fits-profile',
  reads: ['load', 'history', 'broker', 'profile', 'population'],
  rule: 'The disks, memory and processors of the profile carry the load, and hold its history for as long as it is kept.',
  check: (city) => {
    if (carriesLoad(city)) return [];
    const { load, history } = city;
    const small = withDays(withRate(city, 1), 1);
    if (!carriesLoad(small)) {
      const devices = largest(load.devices, (count) => carriesLoad(withDevices(small, count)));
      return [finding('load.devices', load.devices, [`load.devices to ${devices} or less`, ...inCity(small)])];
    }
    const rate = largest(load.messagesPerSecond, (count) => carriesLoad(withRate(city, count)));
    const days = largest(history.retentionDays, (count) => carriesLoad(withDays(city, count)));
    return [
      finding('load.messagesPerSecond', load.messagesPerSecond, [
        ...(rate > 0 ? [`load.messagesPerSecond to ${rate} or less`] : []),
        ...(days > 0 ? [`history.retentionDays to ${days} or less`] : []),
        ...(city.profile === 'city' && carriesLoad(withCopies(city)) ? [`broker.replicas to ${mostCopies}`] : []),
        ...inCity(city),
      ]),
    ];
  },
};

const mostCopies = 8;

const withRate = (city: CityDraft, messagesPerSecond: number) => ({
  ...city,
  load: { ...city.load, messagesPerSecond },
});
const withDevices = (city: CityDraft, devices: number) => ({ ...city, load: { ...city.load, devices } });
const withDays = (city: CityDraft, retentionDays: number) => ({ ...city, history: { retentionDays } });
const withCopies = (city: CityDraft) => ({
  ...city,
  broker: { ...city.broker, bus: 'kafka' as const, replicas: mostCopies },
});

/** The largest profile as a way, if it is one. History is kept for longer there, unless the spec says otherwise. */
function inCity(city: CityDraft): string[] {
  const days = Math.max(30, city.history.retentionDays);
  const larger = withDays({ ...withCopies(city), profile: 'city' }, days);
  return city.profile !== 'city' && carriesLoad(larger) ? ["profile to 'city'"] : [];
}

/** Each of the ways alone mends it. */
function finding(path: string, value: number, ways: readonly string[]): RuleProblem {
  return { path, value, fix: `Set ${[ways.slice(0, -1).join(', '), ways.at(-1)].filter(Boolean).join(', or ')}.` };
}
