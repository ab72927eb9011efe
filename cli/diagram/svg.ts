import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { dot } from './dot';
import type { PlatformGraph } from './platform-graph';

/** Colours by class, for light and dark surroundings. */
const style = `
  .platform { color-scheme: light dark; --ink: #1d2733; --line: #64748b; --group: #94a3b8; --paper: #ffffff;
    --service: #dbeafe; --job: #f1f5f9; --store: #dcfce7; --edge: #fef3c7; }
  @media (prefers-color-scheme: dark) { .platform { --ink: #e2e8f0; --line: #94a3b8; --group: #64748b; --paper: #0f172a;
    --service: #1e3a5f; --job: #1e293b; --store: #14432a; --edge: #4a3a10; } }
  .platform text { fill: var(--ink); }
  .platform .node path, .platform .node polygon, .platform .node ellipse { stroke: var(--line); fill: var(--job); }
  .platform .service path, .platform .service polygon { fill: var(--service); }
  .platform .database path, .platform .cache path, .platform .bus polygon, .platform .bus path, .platform .volume path,
  .platform .volume polygon { fill: var(--store); }
  .platform .edge path { stroke: var(--line); fill: none; }
  .platform g.edge polygon { stroke: var(--line); fill: var(--line); }
  .platform g.edge text { fill: var(--line); }
  .platform .node.edge path, .platform .node.edge polygon { fill: var(--edge); stroke: var(--line); }
  .platform .node.edge text { fill: var(--ink); }
  .platform .job path { stroke-dasharray: 4 3; }
  .platform .cluster path { stroke: var(--group); fill: none; }
`;

/** The graph as a picture that needs nothing else: no script, no font, no address outside. */
export async function svg(graph: PlatformGraph): Promise<string> {
  const graphviz = await Graphviz.load();
  const drawn = graphviz.layout(dot(graph), 'svg', 'dot');
  const body = drawn
    .slice(drawn.indexOf('<svg'))
    // The style sheet colours by class; Graphviz's own colours would win over it in no surroundings but light ones.
    .replace(/ (?:fill|stroke)="(?!none)[^"]*"/g, '')
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>platform<\/title>\n?/, '')
    .replace(/ width="[^"]*" height="[^"]*"/, ` class="platform" role="img" aria-label="Platform of ${attribute(graph.title)}"`);
  return body.replace('>', `>\n<style>${style}</style>`);
}

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
