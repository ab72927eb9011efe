import type { GraphNode, PlatformGraph } from './platform-graph';

const shapes: Readonly<Record<GraphNode['kind'], string>> = {
  outside: 'plain',
  edge: 'box',
  service: 'box',
  job: 'box',
  database: 'cylinder',
  cache: 'cylinder',
  bus: 'hexagon',
  volume: 'folder',
};

/** The graph in Graphviz's language; what a thing is becomes its class, so that a style sheet gives it its colours. */
export function dot(graph: PlatformGraph): string {
  const groups = [...new Set(graph.nodes.flatMap(({ group }) => group ?? []))];
  return [
    'digraph platform {',
    '  rankdir=LR; bgcolor="transparent"; pad=0.3; nodesep=0.28; ranksep=0.9; fontname="sans-serif"; compound=true;',
    '  node [fontname="sans-serif", fontsize=11, style="rounded,filled", margin="0.14,0.08"];',
    '  edge [fontname="sans-serif", fontsize=9, arrowsize=0.7];',
    ...graph.nodes.filter(({ group }) => !group).map((node) => `  ${box(node)}`),
    ...groups.flatMap((group, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quoted(group)}; class="group"; style="rounded"; labeljust="l"; fontsize=13;`,
      ...graph.nodes.filter((node) => node.group === group).map((node) => `    ${box(node)}`),
      '  }',
    ]),
    ...graph.edges.map(({ from, to, label, kind }) => {
      const look = kind === 'mount' ? ', style="dashed", arrowhead="none"' : '';
      return `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}, class=${quoted(kind)}${look}];`;
    }),
    '}',
    '',
  ].join('\n');
}

function box({ id, label, detail, kind }: GraphNode): string {
  const text = [label, detail].filter((line) => line !== '').join('\n');
  return `${quoted(id)} [label=${quoted(text)}, shape="${shapes[kind]}", class="${kind}"];`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
