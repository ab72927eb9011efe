import { type Html, html } from './html';

/** A column: its heading, and whether it holds numbers. */
export type Column = string | { readonly number: string };

/**
 * A table with a caption, in a frame of its own that scrolls sideways where the page is narrow. The first cell of a row
 * is its heading.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Html | string | number)[])[],
): Html {
  const kind = (at: number) => (typeof columns[at] === 'object' ? html` class="number"` : html``);
  const head = columns.map(
    (column, at) => html`<th scope="col"${kind(at)}>${typeof column === 'object' ? column.number : column}</th>`,
  );
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, at) => html`<td${kind(at + 1)}>${cell}</td>`);
    return html`<tr><th scope="row"${kind(0)}>${first}</th>${cells}</tr>\n`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table class="of-${columns.length}">
<caption><span>${caption}</span></caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table>
</div>
`;
}
