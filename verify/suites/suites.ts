import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Writer } from 'n3';
import { fetchCatalogue } from '../catalogue';
import { ngsiLdSuite } from './ngsi-ld-suite';
import { readShaclReport } from './shacl-report';
import { type Suite, type SuiteCase, SuiteError } from './suite';
import type { SuiteId } from './suite-ids';
import { readTestNg } from './testng';
import { readXunit } from './xunit';

/** The suites that are known, by the name that `--suite` takes. */
export const suites: Readonly<Record<SuiteId, Suite>> = {
  'ngsi-ld': {
    title: 'ETSI NGSI-LD test suite (GS CIM 014)',
    source: 'https://forge.etsi.org/rep/cim/ngsi-ld-test-suite',
    needs:
      'the folder of the suite, or of some of its tests; robot (Robot Framework) with the libraries of its requirements.txt',
    command: ngsiLdSuite,
    read: readXunit,
  },
  features: {
    title: 'OGC API - Features (OGC CITE, ets-ogcapi-features10)',
    source: 'https://github.com/opengeospatial/ets-ogcapi-features10',
    needs: 'the file ets-ogcapi-features10-…-aio.jar, as its Maven build makes it; java',
    command: async ({ path, folder, platform: { places }, ca }) => {
      if (places === undefined) throw new SuiteError('The platform has no API of places.');
      const asked = join(folder, 'asked.xml');
      // Without the DOCTYPE of such files: the suite would fetch it from the internet.
      const entry = `<properties version="1.0"><entry key="iut">${places.replaceAll('&', '&amp;')}</entry></properties>\n`;
      await writeFile(asked, entry);
      const trust = ca === undefined ? [] : await javaTrust(ca, join(folder, 'trust.p12'));
      const args = [...trust, '-jar', path, '--outputDir', folder, asked];
      return { program: 'java', args, results: 'testng-results.xml' };
    },
    read: readTestNg,
  },
  'dcat-ap': {
    title: 'DCAT-AP shapes (SHACL)',
    source: 'https://github.com/SEMICeu/DCAT-AP',
    needs: 'a file of shapes; pyshacl',
    command: async ({ path, folder, platform, client }) => {
      const catalogue = join(folder, 'catalogue.ttl');
      const { quads } = await fetchCatalogue(client, platform.portal).catch((error: Error) => {
        throw new SuiteError(error.message);
      });
      await writeFile(catalogue, new Writer().quadsToString([...quads]));
      // It knows no form by this ending.
      const form = /\.jsonld$/.test(path) ? ['--shacl-file-format', 'json-ld'] : [];
      return { program: 'pyshacl', args: ['--format', 'turtle', ...form, '--shacl', path, catalogue] };
    },
    read: readShaclReport,
  },
  mim7: {
    title: 'OASC MIM7 compliance, requirement R1',
    source: 'https://github.com/oasc/OASC-MIM7-compliance',
    needs: 'the file R1_check_service_WFS-OAPIF.py; python3 with requests',
    command: ({ path, platform: { places }, ca }) => {
      if (places === undefined) throw new SuiteError('The platform has no API of places.');
      const trust = ca === undefined ? {} : { env: { REQUESTS_CA_BUNDLE: ca } };
      return { program: 'python3', args: ['-c', onlyItsFunctions, path, places], ...trust };
    },
    read: readMim7,
  },
};

/** Has Java trust an authority, by a store of keys in a file. @returns options of `java` */
async function javaTrust(ca: string, store: string): Promise<readonly string[]> {
  const [type, password] = ['PKCS12', 'no-secret'];
  const kept = ['-keystore', store, '-storetype', type, '-storepass', password];
  await promisify(execFile)('keytool', ['-importcert', '-noprompt', '-alias', 'ca', '-file', ca, ...kept]).catch(
    (error: Error) => {
      throw new SuiteError(`keytool does not take ${ca}: ${error.message}`);
    },
  );
  const options = { trustStore: store, trustStoreType: type, trustStorePassword: password };
  return Object.entries(options).map(([name, value]) => `-Djavax.net.ssl.${name}=${value}`);
}

/** The script asks three servers on the internet where it is loaded as it is: its function alone is run. */
const onlyItsFunctions = `import ast, sys
tree = ast.parse(open(sys.argv[1]).read())
tree.body = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))]
names = {}
exec(compile(tree, sys.argv[1], 'exec'), names)
names['check_service'](sys.argv[2])`;

/** The script says what it found in a sentence. */
function readMim7(output: string): readonly SuiteCase[] {
  const lines = output.split('\n').filter((line) => line.startsWith('The service at '));
  if (lines.length === 0) throw new SuiteError('The script says nothing of a service.');
  return lines.map((says) => ({
    name: 'R1 places are served by WFS or OGC API Features',
    status: /is a valid OGC/.test(says) ? 'pass' : 'fail',
    says,
  }));
}
