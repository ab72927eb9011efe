import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    needs: 'the file ets-ogcapi-features10-…-aio.jar; java',
    command: async ({ path, folder, platform: { places } }) => {
      if (places === undefined) throw new SuiteError('The platform has no API of places.');
      const asked = join(folder, 'asked.xml');
      const entry = `<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">\n<properties version="1.0"><entry key="iut">${places.replaceAll('&', '&amp;')}</entry></properties>\n`;
      await writeFile(asked, entry);
      return { program: 'java', args: ['-jar', path, '--outputDir', folder, asked], results: 'testng-results.xml' };
    },
    read: readTestNg,
  },
  'dcat-ap': {
    title: 'DCAT-AP shapes (SHACL)',
    source: 'https://github.com/SEMICeu/DCAT-AP',
    needs: 'a file of shapes in Turtle; pyshacl',
    command: ({ path, platform }) => ({
      program: 'pyshacl',
      args: ['--format', 'turtle', '--shacl', path, `${platform.portal}/catalog.ttl`],
    }),
    read: readShaclReport,
  },
  mim7: {
    title: 'OASC MIM7 compliance, requirement R1',
    source: 'https://github.com/oasc/OASC-MIM7-compliance',
    needs: 'the file R1_check_service_WFS-OAPIF.py; python3 with requests',
    command: ({ path, platform: { places } }) => {
      if (places === undefined) throw new SuiteError('The platform has no API of places.');
      return { program: 'python3', args: ['-c', onlyItsFunctions, path, places] };
    },
    read: readMim7,
  },
};

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
