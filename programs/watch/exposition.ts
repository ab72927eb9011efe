/** One number of a program. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const label = /\s*([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;

/**
 * The numbers under some names in what a program serves for Prometheus; what is no line of that format is passed over.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function samplesOf(text: string, names: ReadonlySet<string>): Sample[] {
  const found: Sample[] = [];
  for (const each of text.split('\n')) {
    const end = each.search(/[{\s]/);
    if (end < 1 || !names.has(each.slice(0, end))) continue;
    const match = line.exec(each.trimEnd());
    const labels = match && labelsOf(match[2] ?? '');
    const value = numberOf(match?.[3]);
    if (labels && value !== undefined) found.push({ name: match![1]!, labels, value });
  }
  return found;
}

function labelsOf(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  label.lastIndex = 0;
  while (label.lastIndex < text.trimEnd().length) {
    const match = label.exec(text);
    if (!match) return undefined;
    labels[match[1]!] = match[2]!.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

function numberOf(text = ''): number | undefined {
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
}
