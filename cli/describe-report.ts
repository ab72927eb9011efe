import pc from 'picocolors';
import type { Status } from '../verify/check';
import type { ResultChange } from '../verify/compare';
import { editions } from '../verify/edition';
import type { Report, Result } from '../verify/report';
import { headline } from '../verify/reports/headline';
import { statusWords } from '../verify/reports/status-words';
import type { SuiteResults } from '../verify/suites/suite';

const colours: Readonly<Record<Status, (text: string) => string>> = {
  pass: pc.green,
  fail: pc.red,
  skip: pc.yellow,
  na: pc.dim,
  info: pc.dim,
};

/** A report for people at a terminal: the sentence that counts stands last, where it is seen. */
export function describeReport(report: Report): string {
  const { title, target, edition, results, left } = report;
  const sections = Object.entries(editions[edition]).flatMap(([id, name]) => {
    const own = results.filter(({ mechanism }) => mechanism === id);
    if (own.length === 0) return [];
    return [`${pc.bold(edition === '2015' ? name : `${id} ${name}`)}\n${own.map(line).join('\n')}\n`];
  });
  return [
    `${pc.bold(title)}  ${target}  edition ${edition}\n`,
    ...sections,
    ...(report.suites ?? []).map(suiteLines),
    ...(left.length > 0 ? [`${pc.red('left behind')}  ${left.join(', ')}\n`] : []),
    `${headline(report)} ${pc.dim(`(${report.seconds} s)`)}`,
  ].join('\n');
}

/** A suite of others: what fails, and what is known to. */
function suiteLines({ title, passed, failed, known, skipped, cases }: SuiteResults): string {
  const wrong = cases.filter(({ status }) => status === 'fail');
  const lines = wrong.map(({ name, says = '', deviation }) => {
    const word = deviation ? pc.dim('known'.padEnd(15)) : pc.red('failed'.padEnd(15));
    const why = deviation ? [deviation.reason, deviation.issue].filter(Boolean).join(' ') : says;
    return `  ${word} ${name}\n${' '.repeat(18)}${pc.dim(why.split('\n')[0] ?? '')}`;
  });
  const counts = `${passed} passed, ${failed} failed, ${known} known, ${skipped} skipped`;
  return `${[pc.bold(title), ...lines, `  ${counts}`].join('\n')}\n`;
}

function line({ id, title, level, status, evidence, hint }: Result): string {
  const word = colours[status](statusWords[status].padEnd(15));
  const head = `  ${word} ${id.padEnd(5)} ${title} ${pc.dim(level)}`;
  if (status === 'pass') return head;
  const indent = ' '.repeat(24);
  return [head, `${indent}${evidence.says}`, ...(hint ? [`${indent}${pc.dim(`→ ${hint}`)}`] : [])].join('\n');
}

/** What is another than in an earlier report. */
export function describeChanges(changes: readonly ResultChange[], before: Pick<Report, 'time'>): string {
  const since = `Since ${before.time.slice(0, 16).replace('T', ' ')} UTC`;
  if (changes.length === 0) return `${since}: nothing has changed.`;
  const lines = changes.map(({ id, title, before: was, after }) => {
    const old = was === undefined ? 'new' : statusWords[was];
    return `  ${id.padEnd(5)} ${old} → ${colours[after](statusWords[after])}  ${title}`;
  });
  return [`${since}:`, ...lines].join('\n');
}
