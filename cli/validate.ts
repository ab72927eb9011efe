import pc from 'picocolors';
import { loadSpec } from '../constructs/files/load-spec';
import type { City } from '../constructs/spec/city';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import type { TargetName } from './targets';

/** Options of `citykit validate`. */
export interface ValidateOptions {
  /** Targets that the spec has to do for, also without a section for them. */
  readonly target: readonly TargetName[];
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
  const spec = await loadSpec(file, target);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  for (const city of json ? [] : cities) {
    console.data(
      `${pc.green('valid')}  ${pc.bold(city.title)} (${city.country}), ${city.population.toLocaleString('en-US')} people, ` +
        `${city.profile} profile, ${count(city.tenants, 'tenant')}, ${count(city.dataModels, 'data model')}, ` +
        `${count(city.openData, 'open dataset')}`,
    );
  }
  return { ok: true, kind: spec.kind, cities, problems: [] };
}

function count(list: readonly unknown[], noun: string): string {
  return `${list.length} ${noun}${list.length === 1 ? '' : 's'}`;
}
