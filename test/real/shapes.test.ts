import { createServer, type Server } from 'node:http';
import { delimiter } from 'node:path';
import { Client } from '../../verify/client';
import { Redactor } from '../../verify/redact';
import { runSuite } from '../../verify/suites/run-suite';
import { freePort } from './support/free-port';
import { dcatApShapes, pyshacl } from './support/pyshacl';
import { describePart } from './support/skip';

const prefixes = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
`;
const portal = `<#catalogue> a dcat:Catalog ; dct:title "Data" ; dct:description "All of it" ; dct:publisher <#city> ;
  dcat:dataset <#one> . <#city> a foaf:Agent ; foaf:name "City" .
`;
const title = `<#one> dct:title "Parking" .
`;
const dataset = `<#one> a dcat:Dataset ; dct:description "Where to park" .
`;

describePart(['pyshacl'], 'SEMIC’s shapes of DCAT-AP, by way of pySHACL', () => {
  const path = process.env.PATH;
  let server: Server;
  let url: string;
  /** By path. */
  let pages: Readonly<Record<string, string>>;

  beforeAll(async () => {
    process.env.PATH = [pyshacl, path].join(delimiter);
    server = createServer((asked, answer) => answer.end(prefixes + pages[asked.url ?? '']));
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    process.env.PATH = path;
    server.close();
  });

  function validate() {
    const signal = AbortSignal.timeout(60_000);
    const platform = { title: '', hosts: [], api: url, portal: url, models: url, issuer: url };
    const client = new Client({ redactor: new Redactor(), signal });
    return runSuite('dcat-ap', dcatApShapes(), { platform, client, signal });
  }

  test('a catalogue that has what it must have violates none', async () => {
    pages = { '/catalog.ttl': portal + dataset + title };
    expect(await validate()).toMatchObject({ passed: 1, failed: 0, known: 0 });
  });

  test('of one that lacks a title the violation is told', async () => {
    pages = { '/catalog.ttl': portal + dataset };
    const { cases, failed, passed } = await validate();
    expect([passed, failed]).toEqual([0, 1]);
    expect(cases[0]).toMatchObject({ name: `${url}/catalog.ttl#one http://purl.org/dc/terms/title`, status: 'fail' });
  });

  test('what stands on a further page counts', async () => {
    const next = `<#page> <http://www.w3.org/ns/hydra/core#next> <${url}/catalog.ttl?page=2> .\n`;
    const second = title.replaceAll('#one', `${url}/catalog.ttl#one`);
    pages = { '/catalog.ttl': portal + dataset + next, '/catalog.ttl?page=2': second };
    expect(await validate()).toMatchObject({ passed: 1, failed: 0 });
  });
});
