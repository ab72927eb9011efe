import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';

/** Columns of text, each as wide as its widest cell. The first row is the heading. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? '')))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line, at) => (at === 0 ? pc.bold(line) : line)).join('\n');
}

function padded(cell: string, columns: number): string {
  return cell + ' '.repeat(Math.max(0, columns - width(cell)));
}

/** Columns that a text takes on a terminal: colours and combining marks take none. */
function width(text: string): number {
  return [...stripVTControlCharacters(text).normalize('NFC')].filter((letter) => !/\p{Mn}/u.test(letter)).length;
}
