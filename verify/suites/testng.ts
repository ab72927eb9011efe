import { elements, readXml } from './read-xml';
import { type SuiteCase, SuiteError } from './suite';

const statuses: Readonly<Record<string, SuiteCase['status']>> = { PASS: 'pass', FAIL: 'fail', SKIP: 'skip' };

/**
 * Results as TestNG writes them, by which OGC's tests of compliance run.
 *
 * @throws SuiteError where they are none
 */
export function readTestNg(text: string): readonly SuiteCase[] {
  const root = readXml(text);
  if (root.tagName !== 'testng-results') throw new SuiteError('The results are no document of TestNG.');
  return elements(root, 'test-method')
    .filter((method) => method.getAttribute('is-config') !== 'true')
    .map((method): SuiteCase => {
      const [message] = elements(method, 'message');
      // A case runs once for each collection or system of coordinates: objects of Java's say nothing of which.
      const given = elements(method, 'value').map(({ textContent }) => (textContent ?? '').trim());
      const of = given.filter((one) => one !== '' && !/@[0-9a-f]+$/.test(one)).join(', ');
      const said = (message?.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 300);
      const says = said !== '' && of !== '' ? `${said} (${of.slice(0, 200)})` : said;
      return {
        name: method.getAttribute('signature')?.replace(/\(.*$/s, '') || (method.getAttribute('name') ?? ''),
        status: statuses[method.getAttribute('status') ?? ''] ?? 'fail',
        ...(says !== '' && { says }),
      };
    });
}
