import { type CityDraft, defaultRetentionDays } from '../city-defaults';

/**
 * The smallest larger profile that carries a city, for which a larger one asks more of whoever runs it; the largest if no
 * other does. History is kept for longer there, unless the spec says otherwise.
 *
 * @returns undefined where there is no larger one
 */
export function largerProfile(city: CityDraft, carries: (larger: CityDraft) => boolean): 'pilot' | 'city' | undefined {
  if (city.profile === 'city') return undefined;
  const retentionDays = Math.max(defaultRetentionDays.pilot, city.history.retentionDays);
  const inPilot: CityDraft = { ...city, profile: 'pilot', history: { retentionDays } };
  return city.profile === 'laptop' && carries(inPilot) ? 'pilot' : 'city';
}
