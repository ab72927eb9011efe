import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { RootConstruct } from 'constructs';
import { loadSpec } from '../constructs/files/load-spec';
import { CityPlatform } from '../constructs/platform/city-platform';
import type { City } from '../constructs/spec/city';
import { CityError } from '../constructs/spec/city-error';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { mermaid } from './diagram/mermaid';
import { type PlatformGraph, platformGraph } from './diagram/platform-graph';
import { svg } from './diagram/svg';

/** Forms of the picture, with the endings of their files. */
const endings = { svg: ['.svg'], mermaid: ['.mmd', '.mermaid'] } as const;

/** A form of the picture. */
export type GraphFormat = keyof typeof endings;

/** Options of `citykit graph`. */
export interface GraphOptions {
  /** @default that of the file's ending, else svg */
  readonly format?: GraphFormat;
  /** File to write. @default standard output */
  readonly out?: string;
}

/** What `citykit graph --json` prints: nodes and edges, a city each. */
export interface GraphAnswer extends Answer {
  readonly graphs: readonly PlatformGraph[];
}

/**
 * `citykit graph`: the picture of a platform, from the grants themselves. A federation gives one picture a city, one
 * after the other.
 *
 * @throws {CityError} with every problem of the spec, or if the file's ending means another form.
 */
export async function graph(
  file: string,
  { format, out }: GraphOptions,
  { console, json }: CommandContext,
): Promise<GraphAnswer> {
  const form = formatOf(format, out);
  const spec = await loadSpec(file);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  const graphs = cities.map((city) => platformGraph(platformOf(city)));
  if (!json || out !== undefined) {
    const pictures = await Promise.all(graphs.map((one) => (form === 'svg' ? svg(one) : mermaid(one))));
    const text = pictures.join('\n').trimEnd();
    if (out === undefined) console.data(text);
    else await writeFile(out, `${text}\n`);
  }
  if (!json && out !== undefined) console.say(`wrote ${out}`);
  return { ok: true, graphs, problems: [] };
}

function formatOf(format: GraphFormat | undefined, out: string | undefined): GraphFormat {
  const ending = extname(out ?? '').toLowerCase();
  const forms = Object.keys(endings) as GraphFormat[];
  const meant = forms.find((form) => (endings[form] as readonly string[]).includes(ending));
  if (ending === '' || (meant !== undefined && meant === (format ?? meant))) return format ?? meant ?? 'svg';
  const known = forms.map((form) => `${form} (${endings[form].join(', ')})`).join(' and ');
  throw new CityError([
    {
      code: 'picture-form',
      path: '--out',
      value: out,
      rule: `A picture is of one of the forms ${known}, and its file ends like it.`,
      fix: `Name a file that ends in ${endings[format ?? 'svg'][0]}; programs such as rsvg-convert make PNG of SVG.`,
    },
  ]);
}

/** The platform without a target. */
function platformOf(city: City): CityPlatform {
  return new CityPlatform(new RootConstruct(), city.name, { city });
}
