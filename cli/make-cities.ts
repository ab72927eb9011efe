import { availableParallelism } from 'node:os';
import { partOf } from '../constructs/platform/federation-part';
import type { City } from '../constructs/spec/city';
import { type Federation, peersOf } from '../constructs/spec/federation';
import { CityThread } from './city-thread';
import { type CityToMake, type MadeCity, type MakeCityOptions, makeCity } from './make-city';
import { type SynthTargetName, targets } from './targets';

/** With fewer, a second thread takes longer to load its modules than it saves. */
const fewestForThreads = 8;

/** More would need more memory than a machine with more processors can be counted on to have. */
const mostThreads = 4;

/** Is told which target of which city begins. */
export type Tell = (city: City, target: SynthTargetName) => void;

/**
 * Makes every city of a federation, or the one, in threads where there are many of them.
 *
 * @param federation that they belong to; undefined for one city by itself.
 * @param folder for the artefacts: `<folder>/<city>/<target>/`.
 * @returns what they became, in the order of the cities.
 * @throws {CityError} of the first city that has a problem for a target.
 */
export async function makeCities(
  cities: readonly Omit<CityToMake, 'peers' | 'federation'>[],
  federation: Federation | undefined,
  folder: string,
  tell: Tell,
): Promise<MadeCity[]> {
  const options = { folder, targets: [...new Set(cities.flatMap((one) => one.targets))] };
  const all = cities.map(({ city }) => city);
  const threads = Math.min(availableParallelism(), mostThreads);
  const work = cities.map((one): CityToMake => {
    const part = federation && partOf(federation, one.city);
    return { ...one, peers: peersOf(all, one.city), ...(part && { federation: part }) };
  });
  if (threads > 1 && cities.length >= fewestForThreads) return makeInThreads(work, options, tell, threads);
  const made: MadeCity[] = [];
  for (const one of work) made.push(await makeCity(one, options, (target) => tell(one.city, target)));
  return made;
}

async function makeInThreads(
  cities: readonly CityToMake[],
  options: MakeCityOptions,
  tell: Tell,
  threads: number,
): Promise<MadeCity[]> {
  const made: MadeCity[] = [];
  const failures: { at: number; error: unknown }[] = [];
  const citiesOfThread = Math.min(...options.targets.map((target) => targets[target].citiesOfThread ?? cities.length));
  let next = 0;
  const work = async () => {
    let thread: CityThread | undefined;
    for (let at = next++; at < cities.length && failures.length === 0; at = next++) {
      const one = cities[at] as CityToMake;
      try {
        if (thread?.made === citiesOfThread) {
          await thread.end();
          thread = undefined;
        }
        thread ??= await CityThread.start(options);
        made[at] = await thread.make(one, (target) => tell(one.city, target));
      } catch (error) {
        failures.push({ at, error });
      }
    }
    await thread?.end();
  };
  await Promise.all(Array.from({ length: threads }, work));
  const [first] = failures.sort((one, other) => one.at - other.at);
  if (first) throw first.error;
  return made;
}
