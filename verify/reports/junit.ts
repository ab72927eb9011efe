import type { Report, Result } from '../report';
import type { SuiteResults } from '../suites/suite';

/** A report as JUnit writes it, for what shows the results of tests: a suite for each mechanism. */
export function junit(given: Report): string {
  const { title, edition, time, seconds, results } = given;
  const mechanisms = [...new Set(results.map(({ mechanism }) => mechanism))];
  const suites = mechanisms.map((mechanism) => {
    const own = results.filter((result) => result.mechanism === mechanism);
    return `  <testsuite name="${xml(mechanism)}" ${counts(own)} timestamp="${xml(time.slice(0, 19))}">
${own.map(testcase).join('\n')}
  </testsuite>`;
  });
  const outside = (given.suites ?? []).map(outsideSuite);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${xml(`${title}, edition ${edition}`)}" ${counts(results)} time="${seconds}">
${[...suites, ...outside].join('\n')}
</testsuites>
`;
}

/** A suite of others; what is known is no failure of the platform. */
function outsideSuite({ title, cases, failed, known, skipped }: SuiteResults): string {
  const lines = cases.map(({ name, status, says = '', deviation }) => {
    const open = `    <testcase name="${xml(name)}" classname="${xml(title)}"`;
    if (status === 'pass') return `${open}/>`;
    if (status === 'fail' && !deviation) return `${open}><failure message="${xml(says)}"/></testcase>`;
    return `${open}><skipped message="${xml([deviation?.reason, says].filter(Boolean).join(': '))}"/></testcase>`;
  });
  return `  <testsuite name="${xml(title)}" tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped + known}">
${lines.join('\n')}
  </testsuite>`;
}

function counts(results: readonly Result[]): string {
  const failures = results.filter(isFailure).length;
  const skipped = results.filter(({ status }) => status !== 'pass').length - failures;
  return `tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

/** What only should be is no failure of a build. */
const isFailure = ({ status, level }: Result) => status === 'fail' && level === 'MUST';

function testcase(result: Result): string {
  const { id, title, component, milliseconds, status, evidence, hint, level } = result;
  const { says, request, answer } = evidence;
  const open = `    <testcase name="${xml(`${id} ${title}`)}" classname="${xml(component)}" time="${milliseconds / 1000}">`;
  const shown = request === undefined ? '' : `\n      <system-out>${xml(`${request}\n\n${answer}`)}</system-out>`;
  const why = xml([says, hint].filter(Boolean).join(' '));
  if (isFailure(result)) return `${open}\n      <failure message="${why}" type="${level}"/>${shown}\n    </testcase>`;
  if (status !== 'pass')
    return `${open}\n      <skipped message="${xml(`${status}: `)}${why}"/>${shown}\n    </testcase>`;
  return `${open}${shown}\n    </testcase>`;
}

/** Text as XML 1.0 takes it, in attributes too; characters that it does not have are left out. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
