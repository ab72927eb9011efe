/** Narrower than this a picture is told in words, and a table with many columns becomes blocks. */
const narrow = '64rem';

/** A table whose rows are blocks, each cell a line that begins with the heading of its column. */
const blocks = (table: string) => `
  ${table}, ${table} tbody, ${table} tr, ${table} td, ${table} tbody th, ${table} caption { display: block; text-align: left; }
  ${table} thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  ${table} tr { border-bottom: 1px solid var(--rule); padding: .6rem 0; }
  ${table} td, ${table} tbody th { border: 0; padding: .1rem 0; white-space: normal; }
  ${table} tbody th { font-size: 1rem; }
  ${table} td { display: inline-block; max-width: 100%; margin-right: 1.1rem; }
  ${table} td[data-label]::before { content: attr(data-label) ": " / ""; color: var(--soft); }
  ${table} .number { text-align: left; }
  ${table} td[data-empty] { display: none; }`;

/** The look of every page that the kit writes: light and dark, phone, desktop and paper. Every text stands out from its ground by 4.5 to 1 or more. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #4b5866; --paper: #ffffff; --raised: #f4f6f9; --rule: #d5dbe3;
  --link: #0b5cad; --mark: #0f766e; --warn: #b45309; --warned: #fff8eb; --shade-0: #2563eb; --shade-1: #0d9488;
  --shade-2: #d97706; --shade-3: #9333ea; --shade-4: #db2777; --shade-5: #65a30d; --shade-6: #475569; --shade-7: #dc2626; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #a8b3c2; --paper: #0f172a; --raised: #1a2438;
  --rule: #33415a; --link: #8ec5ff; --mark: #5eead4; --warn: #fbbf24; --warned: #2a2214; --shade-0: #60a5fa;
  --shade-1: #2dd4bf; --shade-2: #fbbf24; --shade-3: #c084fc; --shade-4: #f472b6; --shade-5: #a3e635; --shade-6: #94a3b8;
  --shade-7: #f87171; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word; }
h1, h2, h3, h4, h5 { line-height: 1.25; text-wrap: balance; break-after: avoid; }
h1 { font-size: clamp(1.6rem, 5vw, 2.3rem); margin: 0 0 .5rem; }
h2 { font-size: 1.5rem; margin: 3rem 0 1rem; padding-top: 1rem; border-top: 3px solid var(--mark); }
h3 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h2 + h3 { margin-top: 1rem; }
h4 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--rule); }
h5 { font-size: .95rem; margin: 1.1rem 0 .5rem; color: var(--soft); }
.place { font-weight: normal; color: var(--soft); }
.soft, .name { color: var(--soft); font-weight: normal; }
p { margin: .5rem 0 1rem; max-width: 48rem; }
ul, ol { max-width: 48rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .15rem; }
nav ul { list-style: none; margin: 1rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; max-width: none; }
nav a { display: inline-block; padding: .35rem 0; }
dl { margin: 0; }
dd { margin: 0; }
.addresses { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: .75rem; }
.addresses > div { border: 1px solid var(--rule); border-left: 4px solid var(--mark); border-radius: .4rem; padding: .6rem .9rem;
  background: var(--raised); }
.addresses dt { font-weight: 600; }
.addresses a { display: inline-block; padding: .15rem 0; font-size: 1.05rem; }
.addresses .soft { font-size: .9rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .75rem 1.5rem; margin-top: 1.5rem; }
.facts > div { min-width: 0; }
.facts .long { grid-column: span 2; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { font-weight: 600; }
.callout { border: 1px solid var(--warn); border-left-width: 4px; border-radius: .4rem; background: var(--warned);
  padding: .25rem 1rem; margin: 1.75rem 0; }
.callout h2, .callout h3 { margin-top: .75rem; }
.callout h2 { border: 0; padding: 0; font-size: 1.2rem; }
.callout ul { padding-left: 1.2rem; }
.callout li { margin-bottom: .6rem; }
.checklist { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 2rem; }
.checklist > div { padding: .45rem 0 .45rem 1.9rem; border-bottom: 1px solid var(--rule); position: relative; }
.checklist > div::before { content: ""; position: absolute; left: .15rem; top: .75rem; width: .95rem; height: .95rem;
  border: 2px solid var(--soft); border-radius: .2rem; }
.checklist dt { font-weight: 600; }
.pair { max-width: 48rem; }
.sum { font-size: 1.35rem; font-weight: 600; margin-bottom: .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .75rem 0 1rem; position: relative; }
caption { text-align: left; color: var(--soft); padding: 0 0 .5rem; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: .82rem; vertical-align: bottom; border-bottom-width: 2px; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
.pair td.number, .widest td.number { white-space: normal; }
code { font: .88em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
pre { background: var(--raised); border: 1px solid var(--rule); border-radius: .4rem; padding: .6rem .8rem;
  margin: .35rem 0 .8rem; white-space: pre-wrap; }
.steps { padding-left: 1.4rem; max-width: none; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: .9rem; max-width: 48rem; }
.picture { border: 1px solid var(--rule); border-radius: .5rem; padding: .75rem; margin-bottom: .5rem; }
.picture svg { display: block; width: 100%; height: auto; }
.paths { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.bar { display: flex; height: 1.4rem; border: 1px solid var(--soft); border-radius: .35rem; overflow: hidden;
  background: var(--raised); max-width: 48rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.legend { list-style: none; padding: 0; margin: .6rem 0 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .9rem; }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .45em; border: 1px solid var(--soft); border-radius: .2em;
  background: var(--raised); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
${[0, 1, 2, 3, 4, 5, 6, 7].map((shade) => `.shade-${shade} { background: var(--shade-${shade}); }`).join('\n')}
details { margin: .75rem 0 1rem; }
summary { cursor: pointer; color: var(--link); padding: .35rem 0; }
@media screen and (max-width: ${narrow}) { ${blocks('.wide')}
  .picture { display: none; }
  .paths { position: static; width: auto; height: auto; overflow: visible; clip-path: none; display: grid; gap: .75rem; }
  .group { border: 1px solid var(--rule); border-radius: .5rem; padding: .5rem .75rem .75rem; }
  .group:not(:has(.title)) { border: 0; padding: 0; }
  .group .title { font-weight: 600; margin: 0 0 .4rem; }
  .group ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; max-width: none;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
  .group li { border: 1px solid var(--rule); border-radius: .4rem; padding: .45rem .7rem; font-size: .92rem;
    background: var(--job); color: var(--ink); }
  .group li.service { background: var(--service); }
  .group li.edge { background: var(--edge); }
  .group li.job { border-style: dashed; }
  .group li.database, .group li.cache, .group li.bus, .group li.volume { background: var(--store); } }
@media screen and (max-width: 40rem) { ${blocks('table:not(.pair)')}
  .facts { grid-template-columns: repeat(2, 1fr); } }
@media print { ${blocks('.widest')}
  body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; } .wide { font-size: .85em; }
  .picture { border: 0; padding: 0; } tr, figure, .bar, .addresses > div, .checklist > div, .callout li { break-inside: avoid; }
  thead { display: table-header-group; } section { break-before: page; }
  section:first-child { break-before: auto; }
  details::details-content { content-visibility: visible; height: auto; } }
`;
