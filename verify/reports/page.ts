import { factList, pageOf } from '../../page/document';
import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import { type Edition, editions } from '../edition';
import type { Report, Result } from '../report';
import type { SuiteResults } from '../suites/suite';
import { headline } from './headline';
import { statusWords } from './status-words';

/** What the page has beyond the look of the others; results are told by their words, and colours only repeat them. */
const style = `.status { font-weight: 600; white-space: nowrap; }
.status-pass { color: var(--mark); }
.status-fail { color: var(--warn); }
.status-skip, .status-na, .status-info { color: var(--soft); }
.verdict { font-size: 1.25rem; font-weight: 600; }
td p { margin: 0 0 .25rem; }
td pre { overflow-wrap: anywhere; font-size: .8rem; }
`;

/** A report as one HTML page that needs nothing else: no script, no font, no address outside. */
export function reportPage(report: Report): string {
  const title = `${report.title}: what stands of the mechanisms`;
  const mechanisms = Object.entries(editions[report.edition]).filter(([id]) =>
    report.results.some(({ mechanism }) => mechanism === id),
  );
  const facts: readonly (readonly [string, string])[] = [
    ['Platform', report.target],
    ['Edition', report.edition],
    ['Time', report.time.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['Took', `${report.seconds} s`],
    ['Run', report.wrote ? 'wrote a fixture and removed it' : 'only read'],
  ];
  return pageOf({
    ...{ language: 'en', title, style },
    header: html`<p class="verdict">${headline(report)}</p>\n`,
    main: html`${factList(facts)}
${report.left.length > 0 && html`<p><strong>Left behind:</strong> ${report.left.join(', ')}</p>`}
${missing(report.results)}
${mechanisms.map(([id, name]) => section(report.edition, id, name, report.results))}
${(report.suites ?? []).map(suiteSection)}`,
  });
}

/** What has to be done, first on the page. */
function missing(results: readonly Result[]): Html | false {
  const failed = results.filter(({ status }) => status === 'fail');
  if (failed.length === 0) return false;
  const steps = failed.map(
    ({ id, level, title, hint }) =>
      html`<li><a href="#check-${id}">${id} ${title}</a> (${level})${hint && html`<br>${hint}`}</li>\n`,
  );
  return html`<div class="callout"><h2 class="soft">What is missing</h2><ul>
${steps}</ul></div>
`;
}

function section(edition: Edition, id: string, name: string, all: readonly Result[]): Html {
  const results = all.filter(({ mechanism }) => mechanism === id);
  const rows = results.map((result) => [
    html`<span id="check-${result.id}">${result.id}</span>`,
    result.title,
    result.level,
    html`<span class="status status-${result.status}">${statusWords[result.status]}</span>`,
    evidence(result),
    result.component,
  ]);
  const caption = `${results.filter(({ status }) => status === 'pass').length} of ${results.length} checks passed`;
  return html`<section aria-labelledby="mechanism-${id}">
<h2 id="mechanism-${id}">${edition === '2015' ? '' : `${id} `}${name}</h2>
${table(caption, ['Check', 'It asks', 'Level', 'Result', 'Seen', 'Component'], rows)}</section>
`;
}

/** What a suite of others says: all that does not pass. */
function suiteSection({ suite, title, passed, failed, known, skipped, cases }: SuiteResults): Html {
  const rows = cases
    .filter(({ status }) => status !== 'pass')
    .map(({ name, status, says = '', deviation }) => [
      name,
      html`<span class="status status-${deviation ? 'info' : status}">${deviation ? 'known' : statusWords[status]}</span>`,
      html`${says}${deviation && html`<p>${deviation.reason}${deviation.issue && html` <a href="${deviation.issue}">${deviation.issue}</a>`}</p>`}`,
    ]);
  const caption = `${passed} passed, ${failed} failed, ${known} known, ${skipped} skipped`;
  return html`<section aria-labelledby="suite-${suite}">
<h2 id="suite-${suite}">${title}</h2>
${table(caption, ['Case', 'Result', 'It says'], rows)}</section>
`;
}

function evidence({ id, evidence: { says, request, answer } }: Result): Html {
  if (request === undefined) return html`<p>${says}</p>`;
  return html`<p>${says}</p><details><summary>Request and answer of ${id}</summary><pre>${request}</pre><pre>${answer}</pre></details>`;
}
