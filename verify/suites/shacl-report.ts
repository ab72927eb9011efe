import { Parser, Store, type Term } from 'n3';
import { type SuiteCase, SuiteError } from './suite';

const sh = 'http://www.w3.org/ns/shacl#';
const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/**
 * A validation report of SHACL in Turtle (https://www.w3.org/TR/shacl/#validation-report): each violation is a failure; what is
 * only a warning is skipped. A report without a violation is one case that passes, also where a warning makes it one that does
 * not conform.
 *
 * @throws SuiteError where it is none
 */
export function readShaclReport(text: string): readonly SuiteCase[] {
  const store = parsed(text);
  const [report] = store.getSubjects(type, `${sh}ValidationReport`, null);
  if (!report) throw new SuiteError('The results are no validation report of SHACL.');
  const value = (of: Term, property: string) => store.getObjects(of, `${sh}${property}`, null)[0]?.value;
  const cases = store.getObjects(report, `${sh}result`, null).map((result): SuiteCase => {
    const where = [value(result, 'focusNode'), value(result, 'resultPath')].filter(Boolean).join(' ');
    return {
      name: where,
      status: value(result, 'resultSeverity') === `${sh}Violation` ? 'fail' : 'skip',
      says: value(result, 'resultMessage') ?? 'It does not fit its shape.',
    };
  });
  const violated = cases.some(({ status }) => status === 'fail');
  if (!violated && cases.length === 0 && value(report, 'conforms') !== 'true')
    throw new SuiteError('The validation report does not say what does not conform.');
  return violated ? cases : [{ name: 'No shape is violated', status: 'pass' }, ...cases];
}

function parsed(text: string): Store {
  try {
    return new Store(new Parser().parse(text));
  } catch {
    throw new SuiteError('The results are no Turtle.');
  }
}
