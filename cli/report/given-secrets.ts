import type { CityPlatform } from '../../constructs/platform/city-platform';
import { Component } from '../../constructs/waist/component';
import { Primitive, Secret } from '../../constructs/waist/primitives';
import { type Prerequisite, prerequisite } from './prerequisite';

/**
 * The secrets that somebody else keeps and a part of the platform reads, but for those that are told of already.
 *
 * @param namespace where they lie. @default Secrets Manager
 */
export function givenSecrets(
  platform: CityPlatform,
  told: readonly Prerequisite[],
  namespace?: string,
): Prerequisite[] {
  const known = new Set(told.flatMap(({ values }) => ('name' in values ? [values.name] : [])));
  const found = Primitive.all(platform).flatMap((one) => {
    if (!(one instanceof Secret) || !one.existing || known.has(one.existing.name)) return [];
    known.add(one.existing.name);
    const { name, key = namespace && 'password' } = one.existing;
    const component = Component.tryOf(one)?.title ?? platform.city.title;
    return [prerequisite('givenSecret', { name, component, ...(key && { key }), ...(namespace && { namespace }) })];
  });
  return [...told, ...found];
}
