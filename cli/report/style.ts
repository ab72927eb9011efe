import { svgStyle } from '../diagram/svg';

/** Light and dark, phone, desktop and paper. Every text stands out from its ground by 4.5 to 1 or more. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #4b5866; --paper: #ffffff; --raised: #f4f6f9; --rule: #d5dbe3;
  --link: #0b5cad; --mark: #0f766e; --shade-0: #2563eb; --shade-1: #0d9488; --shade-2: #d97706; --shade-3: #9333ea;
  --shade-4: #db2777; --shade-5: #65a30d;
  --shade-6: #475569; --shade-7: #dc2626; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #a8b3c2; --paper: #0f172a; --raised: #1a2438;
  --rule: #33415a; --link: #8ec5ff; --mark: #5eead4; --shade-0: #60a5fa; --shade-1: #2dd4bf; --shade-2: #fbbf24;
  --shade-3: #c084fc; --shade-4: #f472b6; --shade-5: #a3e635; --shade-6: #94a3b8;
  --shade-7: #f87171; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; break-after: avoid; }
h1 { font-size: clamp(1.6rem, 5vw, 2.3rem); margin: 0 0 .5rem; }
h2 { font-size: 1.5rem; margin: 3rem 0 1rem; padding-top: 1rem; border-top: 3px solid var(--mark); }
h3 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; }
h4 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
.place { font-weight: normal; color: var(--soft); }
p { margin: .5rem 0 1rem; max-width: 48rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul { list-style: none; margin: 1rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; }
nav a { display: inline-block; padding: .25rem 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .75rem 1.5rem; margin: 0; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { margin: 0; font-weight: 600; }
.scroll { overflow-x: auto; max-width: 100%; margin: .75rem 0 1rem;
  background: linear-gradient(to right, var(--paper) 40%, transparent) left / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--rule), transparent) left / .8rem 100% no-repeat scroll,
    linear-gradient(to left, var(--rule), transparent) right / .8rem 100% no-repeat scroll; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--soft); padding: 0 0 .5rem; font-size: .9rem; }
caption span { position: sticky; left: 0; display: block; max-width: calc(100vw - 2rem); }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--rule); }
td { min-width: 4.5rem; }
td:last-child:not(.number) { min-width: 11rem; }
.of-2 td { min-width: 0; overflow-wrap: anywhere; }
.of-2 tbody th { width: 30%; min-width: 8rem; }
thead th { color: var(--soft); font-size: .82rem; vertical-align: bottom; border-bottom-width: 2px; }
tbody th { font-weight: 600; min-width: 7rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
code { font: .88em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
td code { overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--raised); border: 1px solid var(--rule); border-radius: .4rem; padding: .6rem .8rem;
  margin: .35rem 0 .8rem; }
.steps { padding-left: 1.4rem; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: .9rem; max-width: 48rem; }
.picture { border: 1px solid var(--rule); border-radius: .5rem; padding: .75rem; }
.picture svg { display: block; min-width: 58rem; width: 100%; height: auto; }
.bar { display: flex; height: 1.4rem; border: 1px solid var(--soft); border-radius: .35rem; overflow: hidden;
  background: var(--raised); max-width: 48rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.legend { list-style: none; padding: 0; margin: .6rem 0 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .9rem; }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .45em; border: 1px solid var(--soft); border-radius: .2em;
  background: var(--raised); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
${[0, 1, 2, 3, 4, 5, 6, 7].map((shade) => `.shade-${shade} { background: var(--shade-${shade}); }`).join('\n')}
details { margin: .75rem 0 1rem; }
summary { cursor: pointer; color: var(--link); padding: .25rem 0; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  .scroll, pre { overflow: visible; } pre { white-space: pre-wrap; } .picture { border: 0; padding: 0; }
  .picture svg { min-width: 0; } tr, figure, .bar { break-inside: avoid; } thead { display: table-header-group; }
  section { break-before: page; } details::details-content { content-visibility: visible; height: auto; } }
${svgStyle}
`;
