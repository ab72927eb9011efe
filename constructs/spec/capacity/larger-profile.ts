import { type CityDraft, defaultRetentionDays } from '../city-defaults';

/**
 * The smallest larger profile that carries a city, for which a larger one asks more of whoever runs it; the largest if no
 * other does. Where history is kept for as long as the profile does by itself, it is kept for longer there.
 *
 * @returns undefined where there is no larger one
 */
export function largerProfile(city: CityDraft, carries: (larger: CityDraft) => boolean): 'pilot' | 'city' | undefined {
  if (city.profile === 'city') return undefined;
  const { retentionDays: days } = city.history;
  const retentionDays = days === defaultRetentionDays[city.profile] ? defaultRetentionDays.pilot : days;
  const inPilot: CityDraft = { ...city, profile: 'pilot', history: { retentionDays } };
  return city.profile === 'laptop' && carries(inPilot) ? 'pilot' : 'city';
}
