import pc from 'picocolors';
import { loadSpec } from '../constructs/files/load-spec';
import type { City } from '../constructs/spec/city';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { numberOf } from './number-of';
import { type SynthTargetName, wantedOf } from './targets/names';
import { wrap } from './wrap';

/** Options of `citykit validate`. */
export interface ValidateOptions {
  /**
   * Targets that the spec has to do for, also without a section for them.
   * @default what synth makes of it by itself
   */
  readonly target?: readonly SynthTargetName[];
}

/** What `citykit validate --json` prints: the cities with every default filled in. */
export interface ValidateAnswer extends Answer {
  readonly kind: 'city' | 'federation';
  readonly cities: readonly City[];
}

/**
 * `citykit validate`: says what the spec describes when there is nothing wrong with it.
 *
 * @throws {CityError} with every problem of the spec.
 */
export async function validate(
  file: string,
  { target }: ValidateOptions,
  { console, json }: CommandContext,
): Promise<ValidateAnswer> {
  const spec = await loadSpec(file, wantedOf(target));
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  for (const city of json ? [] : cities) {
    console.data(
      `${pc.green('valid')}  ${pc.bold(city.title)} (${city.country}), ${city.population.toLocaleString('en-US')} people, ` +
        `${city.profile} profile, ${numberOf(city.tenants, 'tenant')}, ${numberOf(city.dataModels, 'data model')}, ` +
        `${numberOf(city.openData, 'open dataset')}`,
    );
    const note = trialNote(city);
    if (note) console.data(wrap('       ', note, console.width));
  }
  return { ok: true, kind: spec.kind, cities, problems: [] };
}

/** That a trial carries less than its city sends: what it is sized for does not follow from the number of people. */
function trialNote({ profile, load: { devices, messagesPerSecond } }: City): string | undefined {
  const whole = Math.ceil(devices / 60);
  if (profile === 'city' || messagesPerSecond >= whole) return undefined;
  const number = (value: number) => value.toLocaleString('en-US');
  return (
    `Sized for ${number(messagesPerSecond)} messages a second. A message a minute from each of ${number(devices)} devices ` +
    `would be ${number(whole)}: set load.messagesPerSecond, or profile to 'city', to carry them.`
  );
}
