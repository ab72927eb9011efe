import { childrenOf, elements, readXml } from './read-xml';
import { type SuiteCase, SuiteError } from './suite';

/** Longest text of a failure that is kept. */
const longest = 300;

/**
 * Results as JUnit writes them, and Robot Framework with `--xunit`.
 *
 * @throws SuiteError where they are none
 */
export function readXunit(text: string): readonly SuiteCase[] {
  const root = readXml(text);
  if (!/^testsuites?$/.test(root.tagName)) throw new SuiteError('The results are no document of xUnit.');
  return elements(root, 'testcase').map((one): SuiteCase => {
    const [wrong] = [...childrenOf(one, 'failure'), ...childrenOf(one, 'error')];
    const [skipped] = childrenOf(one, 'skipped');
    const told = wrong ?? skipped;
    const says = (told?.getAttribute('message') || told?.textContent || '').trim().slice(0, longest);
    const group = one.getAttribute('classname');
    return {
      name: [group, one.getAttribute('name')].filter(Boolean).join(' › '),
      status: wrong ? 'fail' : skipped ? 'skip' : 'pass',
      ...(says !== '' && { says }),
    };
  });
}
