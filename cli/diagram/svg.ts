import { instance, type Viz } from '@viz-js/viz';
import { dot } from './dot';
import type { PlatformGraph } from './platform-graph';

/** Colours by class, for light and dark surroundings and for paper. */
export const svgStyle = `
  svg.platform { max-width: 100%; height: auto; }
  .platform { color-scheme: light dark; --ink: #1d2733; --line: #64748b; --group: #94a3b8; --paper: #ffffff;
    --service: #dbeafe; --job: #f1f5f9; --store: #dcfce7; --edge: #fef3c7; }
  @media screen and (prefers-color-scheme: dark) { .platform { --ink: #e2e8f0; --line: #94a3b8; --group: #64748b;
    --paper: #0f172a; --service: #1e3a5f; --job: #1e293b; --store: #14432a; --edge: #4a3a10; } }
  .platform text { fill: var(--ink); font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
  .platform .node path, .platform .node polygon, .platform .node ellipse { stroke: var(--line); fill: var(--job); }
  .platform .service path, .platform .service polygon { fill: var(--service); }
  .platform .database path, .platform .cache path, .platform .bus polygon, .platform .bus path, .platform .volume path,
  .platform .volume polygon { fill: var(--store); }
  .platform g.edge path { stroke: var(--line); fill: none; }
  .platform g.edge polygon { stroke: var(--line); fill: var(--line); }
  .platform .node.edge path, .platform .node.edge polygon { fill: var(--edge); stroke: var(--line); }
  .platform .job path { stroke-dasharray: 4 3; }
  .platform .cluster path { stroke: var(--group); fill: none; }
  .platform .titles text { font-weight: bold; paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
`;

/** How a picture is drawn. */
export interface SvgOptions {
  /** What the picture shows, for who cannot see it. @default the title of the graph */
  readonly label?: string;
  /** Leave the style out: the page around has it. @default false */
  readonly unstyled?: boolean;
}

let loading: Promise<Viz> | undefined;

/** Begins to load what draws, so that it is there when something else is done. */
export function prepareSvg(): Promise<Viz> {
  loading ??= instance();
  return loading;
}

/** The graph as a picture that needs nothing else: no script, no font, no address outside. */
export async function svg(graph: PlatformGraph, options: SvgOptions = {}): Promise<string> {
  const drawn = (await prepareSvg()).renderString(dot(graph), { format: 'svg' });
  const label = options.label ?? `Platform of ${graph.title}`;
  const body = titlesInFront(drawn.slice(drawn.indexOf('<svg')))
    // The style sheet colours by class; Graphviz's own colours would win over it in no surroundings but light ones.
    .replace(/ (?:fill|stroke)="(?!none)[^"]*"/g, '')
    .replace(/ font-family="[^"]*"/g, '')
    // Ids would clash where one page holds several pictures.
    .replace(/ id="[^"]*"/g, '')
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>[\s\S]*?<\/title>\n?/g, '')
    .replace(
      / width="(\d+)pt" height="(\d+)pt"/,
      ` width="$1" height="$2" class="platform" role="img" aria-label="${attribute(label)}"`,
    );
  return options.unstyled ? body : body.replace('>', `>\n<style>${svgStyle}</style>`);
}

/** Moves the titles of groups behind everything else in the text, so that no arrow is drawn over them. */
function titlesInFront(drawn: string): string {
  const titles: string[] = [];
  const without = drawn.replace(
    /(<g id="clust\d+"[\s\S]*?)(<text[\s\S]*?<\/text>\n)/g,
    (_, before: string, title: string) => {
      titles.push(title);
      return before;
    },
  );
  const end = without.lastIndexOf('</g>');
  return `${without.slice(0, end)}<g class="titles">\n${titles.join('')}</g>\n${without.slice(end)}`;
}

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
