import type { GraphNode, PlatformGraph } from './platform-graph';

const shapes: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  outside: ['([', '])'],
  edge: ['[[', ']]'],
  service: ['[', ']'],
  job: ['>', ']'],
  database: ['[(', ')]'],
  cache: ['[(', ')]'],
  bus: ['{{', '}}'],
  volume: ['[/', '/]'],
};

/** The graph as a Mermaid flowchart, which GitHub and GitLab draw inside Markdown. */
export function mermaid(graph: PlatformGraph): string {
  const groups = [...new Set(graph.nodes.flatMap(({ group }) => group ?? []))];
  const lines = [
    'flowchart LR',
    ...graph.nodes.filter(({ group }) => !group).map((node) => `  ${box(node)}`),
    ...groups.flatMap((group) => [
      `  subgraph ${identifier(group)}["${escaped(group)}"]`,
      ...graph.nodes.filter((node) => node.group === group).map((node) => `    ${box(node)}`),
      '  end',
    ]),
    ...graph.edges.map(({ from, to, label, kind }) => {
      const arrow = kind === 'mount' ? '-.-' : label ? `-->|${escaped(label)}|` : '-->';
      return `  ${identifier(from)} ${arrow} ${identifier(to)}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function box({ id, label, detail, kind }: GraphNode): string {
  const [open, close] = shapes[kind];
  const text = [label, detail]
    .filter((line) => line !== '')
    .map(escaped)
    .join('<br>');
  return `${identifier(id)}${open}"${text}"${close}`;
}

/** Mermaid reads some words, such as `end`, as its own; a prefix keeps them apart. */
function identifier(id: string): string {
  return `n_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
}

function escaped(text: string): string {
  return text.replace(/["<>&#|]/g, (character) => `#${character.charCodeAt(0)};`);
}
