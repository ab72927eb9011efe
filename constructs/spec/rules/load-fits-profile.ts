import { carriesLoad, largest } from '../capacity/carried-load';
import { largerProfile } from '../capacity/larger-profile';
import { type CityDraft, defaultRetentionDays } from '../city-defaults';
import type { CityRule, RuleProblem } from './city-rule';

export const loadFitsProfile: CityRule = {
  code: 'load-fits-profile',
  reads: ['load', 'history', 'broker.bus', 'broker.replicas', 'profile', 'population'],
  rule: 'The disks, memory and processors of the profile carry the load, and hold its history for as long as it is kept.',
  check: (city) => {
    if (carriesLoad(city)) return [];
    const { load, history } = city;
    const small = withDays(withRate(city, 1), 1);
    if (!carriesLoad(small)) {
      const devices = largest(load.devices, (count) => carriesLoad(withDevices(small, count)));
      return [
        finding('load.devices', load.devices, [
          `load.devices to ${devices} or less`,
          ...inLarger(small, 'devices', devices, city),
        ]),
      ];
    }
    const rate = largest(load.messagesPerSecond, (count) => carriesLoad(withRate(city, count)));
    const days = largest(history.retentionDays, (count) => carriesLoad(withDays(city, count)));
    return [
      finding('load.messagesPerSecond', load.messagesPerSecond, [
        ...(rate > 0 ? [`load.messagesPerSecond to ${rate} or less`] : []),
        ...(days > 0 ? [`history.retentionDays to ${days} or less`] : []),
        ...withMoreCopies(city, rate),
        ...inLarger(city, 'messagesPerSecond', rate),
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

/** More copies of the broker as a way, if they carry more than `already`. */
function withMoreCopies(city: CityDraft, already: number): string[] {
  if (city.profile !== 'city') return [];
  return way(`broker.replicas to ${mostCopies}`, withCopies(city), 'messagesPerSecond', already);
}

/** A larger profile as a way, if it carries more than `already`: the next if it carries the `whole`. */
function inLarger(city: CityDraft, of: keyof CityDraft['load'], already: number, whole = city): string[] {
  const profile = largerProfile(whole, carriesLoad);
  if (profile !== 'city') return profile ? [`profile to '${profile}'`] : [];
  const days = Math.max(defaultRetentionDays.city, city.history.retentionDays);
  return way("profile to 'city'", withDays({ ...withCopies(city), profile }, days), of, already);
}

/** A change by itself, or together with the load that it makes possible. */
function way(change: string, changed: CityDraft, of: keyof CityDraft['load'], already: number): string[] {
  if (carriesLoad(changed)) return [change];
  const most = largest(changed.load[of], (count) =>
    carriesLoad({ ...changed, load: { ...changed.load, [of]: count } }),
  );
  return most > already ? [`${change} and load.${of} to ${most} or less`] : [];
}

/** Each of the ways alone mends it. */
function finding(path: string, value: number, ways: readonly string[]): RuleProblem {
  return { path, value, fix: `Set ${[ways.slice(0, -1).join(', '), ways.at(-1)].filter(Boolean).join(', or ')}.` };
}
