import { parseAllDocuments } from 'yaml';
import { changesSince } from '../../verify/compare';
import type { Report, Result } from '../../verify/report';
import { summaryOf } from '../../verify/report';
import { tryReport } from '../../verify/report-schema';
import { headline } from '../../verify/reports/headline';
import { junit } from '../../verify/reports/junit';
import { verifyMetrics } from '../../verify/reports/metrics';
import { mimYml } from '../../verify/reports/mim-yml';
import { reportPage } from '../../verify/reports/page';

const hostile = `<script>alert("1")</script> & 'x' \u0007 ]]>`;

function result(id: Result['id'], change: Partial<Result> = {}): Result {
  const evidence = { says: `Seen of ${id}.`, request: `GET ${id}`, answer: 'HTTP 200' };
  const fixed = {
    title: `Title of ${id}`,
    mechanism: 'MIM0',
    level: 'MUST',
    status: 'pass',
    component: 'Gateway',
  } as const;
  return { id, ...fixed, evidence, milliseconds: 12, ...change };
}

function report(...results: Result[]): Report {
  return {
    edition: 'current',
    target: 'https://api.town.example/ngsi-ld/v1',
    title: 'Town',
    time: '2026-11-28T10:00:00.000Z',
    seconds: 4.2,
    wrote: false,
    left: [],
    results,
    summary: summaryOf(results),
  };
}

const mixed = report(
  result('0.3'),
  result('0.9', { status: 'fail', evidence: { says: hostile, request: hostile, answer: hostile }, hint: hostile }),
  result('0.1', { status: 'fail', level: 'SHOULD', hint: 'Do it.' }),
  result('1.1', { status: 'skip', mechanism: 'MIM1', component: 'Context broker', evidence: { says: 'Only read.' } }),
  result('3.4', { status: 'na', mechanism: 'MIM3', component: 'Publisher', evidence: { says: 'Nothing restricted.' } }),
);

test('the sentence that counts has what must be, and tells apart what failed and what was not tried', () => {
  expect(headline(mixed)).toBe('1 of 3 that must be are met; 1 failed; 1 not tried; 1 that should be is missing.');
  expect(headline(report(result('0.3')))).toBe('1 of 1 that must be are met.');
});

test('the page tells every result, leads from what is missing to it, and takes no markup from the platform', () => {
  const page = reportPage(mixed);
  expect(page).not.toContain('<script');
  expect(page).toContain('<a href="#check-0.9">');
  for (const { id, evidence } of mixed.results)
    expect([id, page.includes(`id="check-${id}"`), evidence.says !== '']).toEqual([id, true, true]);
  expect(page).toContain('Content-Security-Policy');
  expect(page).not.toMatch(/(?:src|href)="https?:/);
});

test('JUnit counts a MUST that failed as a failure, and nothing else', () => {
  const text = junit(mixed);
  expect(text).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="Town, edition current" tests="5" failures="1" errors="0" skipped="3"/,
  );
  expect(text.match(/<failure /g)).toHaveLength(1);
  expect(text).not.toContain('\u0007');
  expect(text).not.toContain('<script');
  // Every tag that is opened is closed.
  const open: string[] = [];
  for (const [, close, name = '', self] of text.matchAll(/<(\/?)([a-z-]+)(?:[^>"]|"[^"]*")*?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(name);
    else if (!self) open.push(name);
  }
  expect(open).toEqual([]);
});

test('mim.yml has a document for each component that passed something, with the mechanisms it meets whole', () => {
  const documents = parseAllDocuments(
    mimYml(
      report(result('0.3'), result('6.2', { mechanism: 'MIM6' }), result('6.4', { mechanism: 'MIM6', status: 'fail' })),
    ),
  ).map((one) => one.toJS());
  expect(documents).toMatchObject([
    { MIMYmlVersion: '0.1', name: 'Gateway: Envoy', mims: ['MIM0'], legal: { license: 'Apache-2.0' } },
  ]);
  expect(documents[0].description.en.features).toEqual(['Title of 0.3', 'Title of 6.2']);
  expect(mimYml(report(result('1.1', { status: 'fail' })))).toBe('');
});

test('metrics tell results by level, and that no run came to its end', () => {
  const text = verifyMetrics(mixed, 2);
  expect(text).toContain('citykit_verify_musts_failed 1\n');
  expect(text).toContain('citykit_verify_results{level="SHOULD",status="fail"} 1\n');
  expect(text).toContain('citykit_verify_run_timestamp_seconds 1795860000\n');
  expect(verifyMetrics(undefined, 2)).toContain('citykit_verify_failures_total 2\n');
  expect(verifyMetrics(undefined, 2)).not.toMatch(/^citykit_verify_(results|musts)/m);
});

test('a report is read back by itself and as the answer of the command, and nothing else is one', () => {
  const copy = JSON.parse(JSON.stringify(mixed));
  expect(tryReport(copy)).toEqual(mixed);
  expect(tryReport({ ok: false, report: copy, problems: [] })).toEqual(mixed);
  for (const none of [{}, null, { report: null }, { ...copy, results: [{}] }, { ...copy, edition: '2030' }])
    expect(tryReport(none)).toBeUndefined();
});

test('of two reports what is worse comes first', () => {
  const before = report(result('0.3'), result('0.9', { status: 'fail' }), result('1.1'));
  const after = report(
    result('0.3', { status: 'fail' }),
    result('0.9'),
    result('1.1'),
    result('3.4', { status: 'na' }),
  );
  expect(changesSince(before, after).map(({ id, before: was, after: is, way }) => [id, was, is, way])).toEqual([
    ['0.3', 'pass', 'fail', 'worse'],
    ['0.9', 'fail', 'pass', 'better'],
    ['3.4', undefined, 'na', 'other'],
  ]);
});
