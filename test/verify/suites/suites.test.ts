import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Parser } from 'n3';
import { describeReport } from '../../../cli/describe-report';
import type { VerifiedPlatform } from '../../../constructs/components/verification/verified-platform';
import { Client } from '../../../verify/client';
import { Redactor } from '../../../verify/redact';
import { tryReport } from '../../../verify/report-schema';
import { junit } from '../../../verify/reports/junit';
import { reportPage } from '../../../verify/reports/page';
import { deviationOf, knownDeviations } from '../../../verify/suites/deviations';
import { importSuite, runSuite, suiteResults } from '../../../verify/suites/run-suite';
import { readShaclReport } from '../../../verify/suites/shacl-report';
import { SuiteError } from '../../../verify/suites/suite';
import { readTestNg } from '../../../verify/suites/testng';
import { readXunit } from '../../../verify/suites/xunit';
import { fakeServer } from '../../programs/support/fake-server';

const folder = mkdtempSync(join(tmpdir(), 'citykit-suites-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As Robot Framework 7.3 writes it, with a failure of a setup. */
const robot = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="Entity" tests="3" errors="0" failures="1" skipped="1" time="3.9" timestamp="2026-11-28T20:39:27">
<testsuite name="019 01 01" tests="3" errors="0" failures="1" skipped="1" time="0.1">
<testcase classname="Entity.019 01 01" name="By id" time="0.0"></testcase>
<testcase classname="Entity.019 01 01" name="By type" time="0.0">
<failure message="400 != 200&#10;in a &lt;setup&gt;" type="AssertionError"/>
</testcase>
<testcase classname="Entity.019 01 01" name="By area" time="0.0"><skipped message="not here" type="SkipExecution"/></testcase>
</testsuite>
</testsuite>`;

/** As TestNG 7 writes it. */
const testng = `<?xml version="1.0" encoding="UTF-8"?>
<testng-results ignored="0" total="3" passed="1" failed="1" skipped="1"><suite name="ogcapi"><test name="Core"><class name="Landing">
<test-method is-config="true" signature="setUp()" name="setUp" status="PASS"/>
<test-method signature="landingPage()[pri:0]" name="landingPage" status="PASS"/>
<test-method signature="crs(java.lang.String)[pri:0]" name="crs" status="FAIL"><params><param index="0"><value><![CDATA[parking]]></value></param><param index="1"><value><![CDATA[io.restassured.path.json.JsonPath@319d106c]]></value></param></params><exception class="E"><message><![CDATA[no crs]]></message></exception></test-method>
<test-method signature="paging()[pri:0]" name="paging" status="SKIP"/>
</class></test></suite></testng-results>`;

/** As pyshacl 0.40 writes it. */
const shacl = `@prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:ValidationReport ; sh:conforms false ;
  sh:result [ a sh:ValidationResult ; sh:focusNode <urn:d> ; sh:resultPath <urn:title> ; sh:resultMessage "Less than 1 values" ; sh:resultSeverity sh:Violation ],
    [ a sh:ValidationResult ; sh:focusNode <urn:d> ; sh:resultMessage "Better with" ; sh:resultSeverity sh:Warning ] .`;

test('results of each form are taken apart', () => {
  expect(readXunit(robot)).toEqual([
    { name: 'Entity.019 01 01 › By id', status: 'pass' },
    { name: 'Entity.019 01 01 › By type', status: 'fail', says: '400 != 200\nin a <setup>' },
    { name: 'Entity.019 01 01 › By area', status: 'skip', says: 'not here' },
  ]);
  expect(readTestNg(testng)).toEqual([
    { name: 'landingPage', status: 'pass' },
    { name: 'crs', status: 'fail', says: 'no crs (parking)' },
    { name: 'paging', status: 'skip' },
  ]);
  expect(readShaclReport(shacl)).toEqual([
    { name: 'urn:d urn:title', status: 'fail', says: 'Less than 1 values' },
    { name: 'urn:d', status: 'skip', says: 'Better with' },
  ]);
  const noViolation = { name: 'No shape is violated', status: 'pass' };
  const good = '@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:ValidationReport ; sh:conforms true .';
  expect(readShaclReport(good)).toEqual([noViolation]);
  // Where there is a warning, it does not conform either.
  const warned = `${shacl.slice(0, shacl.indexOf('[ a sh:ValidationResult'))}${shacl.slice(shacl.lastIndexOf('[ a sh:ValidationResult'))}`;
  expect(readShaclReport(warned)).toEqual([noViolation, { name: 'urn:d', status: 'skip', says: 'Better with' }]);
});

test.each<[string, () => unknown]>([
  ['no XML', () => readXunit('all is well')],
  ['half of it', () => readXunit(robot.slice(0, 300))],
  ['another document', () => readXunit(testng)],
  ['a DOCTYPE', () => readXunit(`<!DOCTYPE testsuite><testsuite/>`)],
  ['TestNG that is xUnit', () => readTestNg(robot)],
  ['Turtle without a report', () => readShaclReport('<urn:a> <urn:b> "c" .')],
  [
    'a report of what does not conform without a word of it',
    () => readShaclReport('@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:ValidationReport ; sh:conforms false .'),
  ],
  ['no Turtle', () => readShaclReport('Validation Report\nConforms: True')],
  ['no case at all', () => suiteResults('ngsi-ld', readXunit('<testsuite name="none" tests="0"/>'))],
])('%s is refused, and never taken for a pass', (_, read) => {
  expect(read).toThrow(SuiteError);
});

test('a failure that is known of the broker is told apart, by what it says', () => {
  for (const known of knownDeviations) {
    expect(known.reason.length).toBeGreaterThan(20);
    if (known.issue !== undefined) expect(known.issue).toMatch(/^https:\/\/github\.com\//);
  }
  expect(deviationOf('ngsi-ld', { name: 'a case of none', status: 'fail', says: 'anything' })).toBeUndefined();
  const purge = 'Provision.Entities.PurgeEntities.060 03 › 060_03_01 Purge Entities Matching Type';
  const says = 'HTTP status code comparison failed with (expected, actual) ->: 204 != 405';
  expect(deviationOf('ngsi-ld', { name: purge, status: 'fail', says })?.reason).toContain('cannot purge');
  expect(deviationOf('ngsi-ld', { name: purge, status: 'fail', says: says.replace('405', '500') })).toBeUndefined();
});

test.each([
  ['a wrong answer of the broker', '021_13_01 After One Entity', '200 != 404', '200 != 500'],
  ['a value that is wrong', '020_11_03 Multiple Aggregate Methods', "[80, '2020-08-01T12:03:00.000000Z']", '[80]'],
  ['a fault of the suite', '038_05_01 With expiresAt', "No keyword with name 'Get Current Date' found.", '201 != 400'],
  ['what the suite has not', '058_01_01 Without User And Port', 'ConnectionRefusedError: [Errno 111]', '201 != 500'],
  [
    'a notification that does not come',
    '058_01_01 Without User And Port',
    "Length of '[]' should be 1 but is 0.",
    '1 != 2',
  ],
  ['a source that is not asked as the suite has it', 'D010_01_inc Retrieve', '200 != 404', '200 != 500'],
])('%s is known, and another failure of that case is not', (_, name, says, other) => {
  const told = (text: string) => deviationOf('ngsi-ld', { name: `A.B › ${name}`, status: 'fail', says: text });
  expect(told(says)?.reason).toMatch(/\.$/);
  expect(told(other)).toBeUndefined();
});

test('no failure is known twice', () => {
  const told = knownDeviations.map(({ suite, name, says }) => `${suite} ${name} ${says}`);
  expect(new Set(told).size).toBe(told.length);
});

describe('a suite that is run', () => {
  const path = process.env.PATH;
  const bin = join(folder, 'bin');
  const suite = join(folder, 'suite');
  /** The context of the suite, in its variables and in a payload. */
  const own = 'https://forge.example/ngsi-ld-test-suite-compound.jsonld';
  const core = 'https://uri.etsi.org/core.jsonld';
  const payload = join(suite, 'data/entities/vehicle.jsonld');
  const signal = new AbortController().signal;
  const client = new Client({ redactor: new Redactor(), signal });
  let platform: VerifiedPlatform;
  let broker: Awaited<ReturnType<typeof fakeServer>>;
  let keeps = 201;
  let kept: unknown;
  /** A catalogue of two pages, which the portal answers with. */
  const pages: Readonly<Record<string, (portal: string) => string>> = {
    '/catalog.ttl': (portal) =>
      `<> <http://www.w3.org/ns/hydra/core#next> <${portal}/catalog.ttl?page=2> . <urn:a> <urn:b> [] .`,
    '/catalog.ttl?page=2': () => '<urn:c> <urn:d> "ı" .',
  };

  /** A program in place of the suite's, which writes down how it was called. */
  function program(name: string, script: string): void {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }

  beforeAll(async () => {
    for (const made of [bin, join(suite, 'resources/jsonld-contexts'), join(suite, 'TP'), join(suite, 'data/entities')])
      mkdirSync(made, { recursive: true });
    writeFileSync(join(suite, 'resources/variables.py'), `url = 'x'\nngsild_test_suite_context = '${own}'\n`);
    const terms = own.replace('-compound', '');
    const former = 'https://former.example/models/ngsildTestSuite/ngsildTestSuiteV1.8-compound.jsonld';
    writeFileSync(payload, `{ "@context": ["${own}", "${terms}", "${former}", "${core}"] }`);
    const contexts = join(suite, 'resources/jsonld-contexts');
    writeFileSync(join(contexts, 'ngsi-ld-test-suite.jsonld'), '{ "@context": { "speed": "urn:speed" } }');
    writeFileSync(join(contexts, 'ngsi-ld-test-suite-compound.jsonld'), `{ "@context": ["${terms}", "${core}"] }`);
    process.env.PATH = `${bin}${delimiter}${path}`;
    process.env.CITYKIT_CLIENT_SECRET = 'key-of-a-machine';
    broker = await fakeServer(({ path: asked, body }) => {
      const page = pages[asked];
      if (page !== undefined) return { status: 200, body: page(broker.url) };
      if (!asked.endsWith('/jsonldContexts')) return { status: 404 };
      kept = body;
      return { status: keeps, headers: { location: '/ngsi-ld/v1/jsonldContexts/urn:kept' } };
    });
    const hosts = ['data.town.example'];
    const urls = {
      portal: broker.url,
      models: 'https://models.town.example',
      issuer: 'https://id.town.example',
    };
    platform = {
      title: 'Town',
      hosts,
      api: `${broker.url}/ngsi-ld/v1`,
      ...urls,
      places: 'https://data.town.example/features?a=1&b',
    };
  });
  afterAll(async () => {
    process.env.PATH = path;
    delete process.env.CITYKIT_CLIENT_SECRET;
    await broker.close();
  });

  test('is ETSI’s, from the folder of the suite, with a context that the broker keeps, and without a secret of this process', async () => {
    const told = join(folder, 'told');
    program(
      'robot',
      `pwd > ${told}; env >> ${told}; echo "$@" >> ${told}; cat data/entities/vehicle.jsonld >> ${told}\nwhile [ "$1" != --outputdir ]; do shift; done\ncp ${folder}/robot.xml "$2/xunit.xml"; exit 1`,
    );
    writeFileSync(join(folder, 'robot.xml'), robot);
    const results = await runSuite('ngsi-ld', join(suite, 'TP'), { platform, client, signal });
    expect(results).toMatchObject({ passed: 1, failed: 1, known: 0, skipped: 1 });

    const lines = readFileSync(told, 'utf8');
    // A copy, whose payloads name the context as the broker finds it; the suite itself stays as it is.
    expect(lines.split('\n')[0]).toMatch(/citykit-suite-\w+\/suite$/);
    expect(lines).toContain(
      `{ "@context": [${`"${broker.url}/ngsi-ld/v1/jsonldContexts/urn:kept", `.repeat(3)}"${core}"] }`,
    );
    // With the core context in it, and without an address of the suite's own.
    expect(JSON.parse(String(kept))).toEqual({ '@context': [{ speed: 'urn:speed' }, core] });
    for (const name of ['notification_server_host', 'context_source_host', 'context_server_host', 'mqtt_broker_host'])
      expect(lines).toContain(`--variable ${name}:127.0.0.1`);
    expect(readFileSync(payload, 'utf8')).toContain(own);
    expect(lines).toContain(`url:${broker.url}/ngsi-ld/v1`);
    expect(lines).toContain(`ngsild_test_suite_context:${broker.url}/ngsi-ld/v1/jsonldContexts/urn:kept`);
    expect(lines).not.toContain('key-of-a-machine');
  });

  test('is ETSI’s, which listens where the broker reaches it', async () => {
    await runSuite('ngsi-ld', join(suite, 'TP'), { platform, client, signal, host: 'tester.town.example' });
    expect(readFileSync(join(folder, 'told'), 'utf8')).toContain('context_source_host:tester.town.example');
  });

  test('is OGC’s and OASC’s and that of shapes, each with the address that it looks at', async () => {
    program('java', `cp ${folder}/testng.xml "$4/testng-results.xml"; cp "$5" ${folder}/asked.xml`);
    writeFileSync(join(folder, 'testng.xml'), testng);
    expect(await runSuite('features', 'ets.jar', { platform, client, signal })).toMatchObject({
      passed: 1,
      failed: 1,
      skipped: 1,
    });
    program('pyshacl', `echo "$@" > ${folder}/shapes.txt; cat "$5" >> ${folder}/shapes.txt; cat ${folder}/shacl.ttl`);
    writeFileSync(join(folder, 'shacl.ttl'), shacl);
    expect(await runSuite('dcat-ap', 'shapes.ttl', { platform, client, signal })).toMatchObject({
      passed: 0,
      failed: 1,
      skipped: 1,
    });
    program('python3', 'echo "The service at $4 is a valid OGC API Features service."');
    expect(await runSuite('mim7', 'R1.py', { platform, client, signal })).toMatchObject({ passed: 1, failed: 0 });

    const asked = readFileSync(join(folder, 'asked.xml'), 'utf8');
    expect(asked).toContain('>https://data.town.example/features?a=1&amp;b<');
    // Whoever reads one fetches it, here from a host on the internet.
    expect(asked).not.toContain('DOCTYPE');
    const shapes = readFileSync(join(folder, 'shapes.txt'), 'utf8');
    // From wherever it runs.
    expect(shapes).toContain(`--shacl ${join(process.cwd(), 'shapes.ttl')} /`);
    expect(new Parser().parse(shapes.slice(shapes.indexOf('\n'))).map(({ object }) => object.value)).toEqual([
      `${broker.url}/catalog.ttl?page=2`,
      expect.any(String),
      'ı',
    ]);
  });

  test('of somebody else’s authority trusts it as the kit’s own checks do', async () => {
    const ca = 'authority.pem';
    program('keytool', `echo "$@" > ${folder}/keytool.txt`);
    program('java', `echo "$@" > ${folder}/java.txt; cp ${folder}/testng.xml testng-results.xml`);
    await runSuite('features', 'ets.jar', { platform, client, signal, ca });
    expect(readFileSync(join(folder, 'keytool.txt'), 'utf8')).toContain(`-file ${join(process.cwd(), ca)} -keystore /`);
    const [, store] = /-keystore (\S+)/.exec(readFileSync(join(folder, 'keytool.txt'), 'utf8')) ?? [];
    expect(readFileSync(join(folder, 'java.txt'), 'utf8')).toContain(`-Djavax.net.ssl.trustStore=${store} `);
    program('python3', `echo "The service at $REQUESTS_CA_BUNDLE is a valid OGC API Features service."`);
    const { cases } = await runSuite('mim7', 'R1.py', { platform, client, signal, ca });
    expect(cases[0]?.says).toContain(`at ${join(process.cwd(), ca)} is`);
    program('keytool', 'exit 1');
    await expect(runSuite('features', 'ets.jar', { platform, client, signal, ca })).rejects.toThrow(
      /keytool does not take/,
    );
  });

  test.each<[string, () => void, string, RegExp]>([
    ['leaves nothing', () => program('robot', 'echo broken; exit 1'), 'TP', /left no results.*broken/s],
    [
      'is not there',
      () => rmSync(join(bin, 'robot')),
      'TP',
      /robot is not installed\..*requirements\.txt.*https:\/\/forge\.etsi/s,
    ],
    ['is no folder of it', () => undefined, '..', /is no part of the suite/],
    [
      'is not given its context',
      () => {
        keeps = 404;
      },
      'TP',
      /does not keep the suite's context/,
    ],
  ])('that %s is said', async (_, change, part, says) => {
    change();
    process.env.PATH = bin;
    await expect(runSuite('ngsi-ld', join(suite, part), { platform, client, signal })).rejects.toThrow(says);
    process.env.PATH = `${bin}${delimiter}${path}`;
  });

  test('takes no longer than it may', async () => {
    program('pyshacl', 'exec sleep 3600');
    await expect(runSuite('dcat-ap', 'shapes.ttl', { platform, client, signal, timeout: 200 })).rejects.toThrow(
      /was ended/,
    );
  });
});

test('what was run elsewhere is taken in, and stands in every form of the report', async () => {
  const file = join(folder, 'x.xml');
  writeFileSync(file, robot);
  const suites = [await importSuite('ngsi-ld', file)];
  const summary = { pass: 0, fail: 0, skip: 0, na: 0, info: 0, mustFailed: 0, mustSkipped: 0 };
  const head = {
    edition: 'current',
    target: 'https://api.town.example/ngsi-ld/v1',
    title: 'Town',
    time: '2026-11-28T10:00:00.000Z',
  } as const;
  const report = { ...head, seconds: 1, wrote: false, left: [], results: [], summary, suites };
  expect(tryReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(reportPage(report)).toContain('1 passed, 1 failed, 0 known, 1 skipped');
  expect(reportPage(report)).toContain('in a &#60;setup');
  expect(junit(report)).toContain(
    '<testsuite name="ETSI NGSI-LD test suite (GS CIM 014)" tests="3" failures="1" errors="0" skipped="1">',
  );
  expect(describeReport(report)).toContain('Entity.019 01 01 › By type');
  await expect(importSuite('ngsi-ld', join(folder, 'none.xml'))).rejects.toThrow('cannot be read');
});

test('the script of OASC is run without what it asks of others when it is loaded', async () => {
  const script = join(folder, 'R1.py');
  writeFileSync(
    script,
    `import json\ndef check_service(url):\n    print('The service at ' + url + ' is not a recognized OGC service.')\nraise SystemExit(9)\n`,
  );
  const places = pathToFileURL(folder).href;
  const platform = { title: '', hosts: [], api: '', portal: '', models: '', issuer: '', places };
  const { signal } = new AbortController();
  const client = new Client({ redactor: new Redactor(), signal });
  const found = await runSuite('mim7', script, { platform, client, signal });
  expect(found.cases).toEqual([
    expect.objectContaining({ status: 'fail', says: `The service at ${places} is not a recognized OGC service.` }),
  ]);
});
