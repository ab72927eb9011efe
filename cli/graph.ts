import { writeFile } from 'node:fs/promises';
import { RootConstruct } from 'constructs';
import { loadSpec } from '../constructs/files/load-spec';
import { CityPlatform } from '../constructs/platform/city-platform';
import type { City } from '../constructs/spec/city';
import type { CommandContext } from './command';
import { mermaid } from './diagram/mermaid';
import { platformGraph } from './diagram/platform-graph';
import { svg } from './diagram/svg';

export interface GraphOptions {
  readonly format: 'svg' | 'mermaid';
  /** File to write. @default standard output */
  readonly out?: string;
}

/**
 * `citykit graph`: the picture of a platform, from the grants themselves. A federation gives one picture a city, one
 * after the other; with `--json`, the nodes and edges as data.
 *
 * @throws {CityError} with every problem of the spec.
 */
export async function graph(file: string, options: GraphOptions, { console, json }: CommandContext): Promise<void> {
  const spec = await loadSpec(file);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  const graphs = cities.map((city) => platformGraph(platformOf(city)));
  const pictures = json
    ? [JSON.stringify(graphs, null, 2)]
    : await Promise.all(graphs.map((one) => (options.format === 'svg' ? svg(one) : mermaid(one))));
  const text = pictures.join('\n').trimEnd();
  if (options.out === undefined) {
    console.data(text);
    return;
  }
  await writeFile(options.out, `${text}\n`);
  console.say(`wrote ${options.out}`);
}

/** The platform without a target. */
function platformOf(city: City): CityPlatform {
  return new CityPlatform(new RootConstruct(), city.name, { city });
}
