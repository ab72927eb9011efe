import pc from 'picocolors';

/** Columns of text, each as wide as its widest cell. The first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
  return [pc.bold(lines[0]!), ...lines.slice(1)].join('\n');
}
