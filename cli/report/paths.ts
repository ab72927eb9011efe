import { type Html, html } from '../../page/html';
import { callers, type GraphNode, type PlatformGraph } from '../diagram/platform-graph';
import { breakable } from './breakable';
import type { Locale } from './language/locale';

/**
 * The picture in words, for where it would be too small to read and for who cannot see it: the boxes of each component, and
 * under each box what it opens connections to.
 */
export function paths(graph: PlatformGraph, locale: Locale): Html {
  const { t } = locale;
  const groups = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const group = node.id === callers ? '' : (node.group ?? t.shared);
    groups.set(group, [...(groups.get(group) ?? []), node]);
  }
  return html`<div class="paths platform">
${[...groups].map(
  ([group, nodes]) => html`<div class="group">
${group !== '' && html`<p class="title">${group}</p>\n`}<ul>
${nodes.map((node) => box(node, graph, locale))}</ul>
</div>
`,
)}</div>`;
}

/** What a box is called from another: with its component where several are labelled alike. */
function nameAmong(nodes: readonly GraphNode[], { id, label, group }: GraphNode): string {
  const isAlone = !nodes.some((other) => other.id !== id && other.label === label);
  return isAlone || !group ? label : `${group}: ${label}`;
}

function box(node: GraphNode, { nodes, edges }: PlatformGraph, { t }: Locale): Html {
  const names = new Map(nodes.map((one) => [one.id, nameAmong(nodes, one)]));
  const ends = (kind: 'path' | 'mount') => {
    const reached = new Map<string, Set<string>>();
    for (const edge of edges.filter((one) => one.from === node.id && one.kind === kind)) {
      const ports = reached.get(edge.to) ?? new Set();
      reached.set(edge.to, /^\d+$/.test(edge.label) ? ports.add(edge.label) : ports);
    }
    return [...reached].map(([to, ports]) => [names.get(to) ?? to, ...[...ports].sort()].join(' ')).join(', ');
  };
  const lines = [
    [t.opens, ends('path')],
    [t.mounts, ends('mount')],
  ].filter(([, text]) => text !== '');
  return html`<li class="${node.kind}"><strong>${node.label}</strong>${node.detail !== '' && html` <span class="soft">${breakable(node.detail)}</span>`}${lines.map(
    ([what, text]) => html`<br><span class="soft">${what}:</span> ${text}`,
  )}</li>\n`;
}
