import { type Html, html } from './html';

/** A column: its heading, and whether it holds numbers. */
export type Column = string | { readonly number: string };

type Cell = Html | string | number;

/**
 * A table with a caption. The first cell of a row is its heading. Where the page is narrow every row becomes a block, and
 * each cell a line that begins with the heading of its column; a table of two columns stays one.
 */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Html {
  const kind = (at: number) => (typeof columns[at] === 'object' ? html` class="number"` : html``);
  const headings = columns.map((column) => (typeof column === 'object' ? column.number : column));
  const head = headings.map((heading, at) => html`<th scope="col"${kind(at)}>${heading}</th>`);
  const looks = [columns.length === 2 && 'pair', columns.length > 5 && 'wide', columns.length > 8 && 'widest']
    .filter(Boolean)
    .join(' ');
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, at) => {
      return html`<td${kind(at + 1)}${cell === '' ? html` data-empty` : html` data-label="${headings[at + 1]}"`}>${cell}</td>`;
    });
    return html`<tr><th scope="row"${kind(0)}>${first}</th>${cells}</tr>\n`;
  });
  return html`<table${looks && html` class="${looks}"`}>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table>
`;
}
