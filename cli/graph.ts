import { extname } from 'node:path';
import { RootConstruct } from 'constructs';
import { loadSpec } from '../constructs/files/load-spec';
import { CityPlatform } from '../constructs/platform/city-platform';
import { CityError } from '../constructs/problems/city-error';
import type { City } from '../constructs/spec/city';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { mermaid } from './diagram/mermaid';
import { type PlatformGraph, platformGraph } from './diagram/platform-graph';
import { svg } from './diagram/svg';
import { angleComment, type Comment, percentComment, refuseFiles, writeOwnFile } from './output/own-file';

/** Forms of the picture, with the endings of their files. */
const endings = { svg: ['.svg'], mermaid: ['.mmd', '.mermaid'] } as const;

const comments: Readonly<Record<keyof typeof endings, Comment>> = {
  svg: angleComment,
  mermaid: percentComment,
};

/** A form of the picture. */
export type GraphFormat = keyof typeof endings;

/** Options of `citykit graph`. */
export interface GraphOptions {
  /** @default that of the file's ending, else svg */
  readonly format?: GraphFormat;
  /** File to write. @default standard output */
  readonly out?: string;
  /** Replace a file that citykit did not write, or that was changed since. @default false */
  readonly overwrite?: boolean;
}

/** What `citykit graph --json` prints: nodes and edges, a city each. */
export interface GraphAnswer extends Answer {
  readonly graphs: readonly PlatformGraph[];
}

/**
 * `citykit graph`: the picture of a platform, from the grants themselves. A federation gives one picture a city, one
 * after the other.
 *
 * @throws {CityError} with every problem of the spec, or if the file's ending means another form, or somebody else's file is
 * there.
 */
export async function graph(
  file: string,
  { format, out, overwrite }: GraphOptions,
  { console, json }: CommandContext,
): Promise<GraphAnswer> {
  const form = formatOf(format, out);
  refuseFiles({ '--out': out }, overwrite);
  const spec = await loadSpec(file);
  const cities = spec.kind === 'city' ? [spec.city] : spec.cities;
  const graphs = cities.map((city) => platformGraph(platformOf(city)));
  if (!json || out !== undefined) {
    const pictures = await Promise.all(graphs.map((one) => (form === 'svg' ? svg(one) : mermaid(one))));
    const text = pictures.join('\n').trimEnd();
    if (out === undefined) console.data(text);
    else writeOwnFile(out, `${text}\n`, comments[form], 'citykit graph');
  }
  if (!json && out !== undefined) console.say(`wrote ${out}`);
  return { ok: true, graphs, problems: [] };
}

function formatOf(format: GraphFormat | undefined, out: string | undefined): GraphFormat {
  const ending = extname(out ?? '').toLowerCase();
  const forms = Object.keys(endings) as GraphFormat[];
  const meant = forms.find((form) => (endings[form] as readonly string[]).includes(ending));
  if (out === undefined || (ending === '' && format !== undefined)) return format ?? 'svg';
  if (meant !== undefined && meant === (format ?? meant)) return meant;
  const known = forms.map((form) => `${form} (${endings[form].join(', ')})`).join(' and ');
  throw new CityError(
    [
      {
        code: 'picture-form',
        path: '--out',
        value: out,
        rule: `A picture is of one of the forms ${known}, and the ending of its file says which.`,
        fix: `Name a file that ends in ${endings[format ?? 'svg'][0]}; programs such as rsvg-convert make PNG of SVG.`,
      },
    ],
    'command',
  );
}

/** The platform without a target. */
function platformOf(city: City): CityPlatform {
  return new CityPlatform(new RootConstruct(), city.name, { city });
}
