import type { GraphNode, PlatformGraph } from './platform-graph';

const shapes: Readonly<Record<GraphNode['kind'], string>> = {
  outside: 'ellipse',
  edge: 'box',
  service: 'box',
  job: 'box',
  database: 'cylinder',
  cache: 'cylinder',
  bus: 'hexagon',
  volume: 'folder',
};

/**
 * Graphviz knows how wide the letters of this font are, without having it. It is the widest of those that a browser may
 * draw with, so that no text reaches over the edge of its box anywhere.
 */
const font = 'fontname="DejaVu Sans"';

/** Characters of a line before it is broken at the next comma. */
const lineLength = 16;

/**
 * The graph in Graphviz's language; what a thing is becomes its class, so that a style sheet gives it its colours. Ports
 * stand in the box that listens, where no arrow runs over them.
 */
export function dot(graph: PlatformGraph): string {
  const groups = [...new Set(graph.nodes.flatMap(({ group }) => group ?? []))];
  const node = (one: GraphNode) => box(one, portsOf(one, graph));
  return [
    'digraph platform {',
    '  rankdir=LR; bgcolor="transparent"; pad=0.1; nodesep=0.25; ranksep=0.7;',
    `  node [${font}, fontsize=12, style="rounded,filled", margin="0.17,0.08"];`,
    '  edge [arrowsize=0.7];',
    ...graph.nodes.filter(({ group }) => !group).map((one) => `  ${node(one)}`),
    ...groups.flatMap((group, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quoted(group)}; class="group"; style="rounded"; labeljust="l"; ${font}; fontsize=13; margin=14;`,
      ...graph.nodes.filter((one) => one.group === group).map((one) => `    ${node(one)}`),
      '  }',
    ]),
    ...graph.edges.map(({ from, to, kind }) => {
      const look = kind === 'mount' ? ', style="dashed", arrowhead="none"' : '';
      return `  ${quoted(from)} -> ${quoted(to)} [class=${quoted(kind)}${look}];`;
    }),
    '}',
    '',
  ].join('\n');
}

function portsOf({ id }: GraphNode, { edges }: PlatformGraph): string[] {
  const labels = edges.filter(({ to, label }) => to === id && /^\d+$/.test(label)).map(({ label }) => label);
  return [...new Set(labels)].sort();
}

function box({ id, label, detail, kind }: GraphNode, ports: readonly string[]): string {
  const listens = ports.length > 0 ? `port ${ports.join(', ')}` : '';
  const details = [...broken(detail), listens].filter((line) => line !== '');
  const lines = [
    ...broken(label).map((line) => `<b>${escaped(line)}</b>`),
    ...details.map((line) => `<font point-size="11">${escaped(line)}</font>`),
  ];
  return `${quoted(id)} [label=<${lines.join('<br/>')}>, shape="${shapes[kind]}", class="${kind}"];`;
}

/** The text in lines, broken after commas. */
function broken(text: string): string[] {
  const lines: string[] = [''];
  for (const part of text.split(/(?<=, )/)) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + part.length > lineLength) lines.push(part);
    else lines[lines.length - 1] = line + part;
  }
  return lines.map((line) => line.trim());
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
