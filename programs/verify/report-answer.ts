import type { IncomingMessage } from 'node:http';
import type { Report } from '../../verify/report';
import { junit } from '../../verify/reports/junit';
import { reportPage } from '../../verify/reports/page';
import { type CatalogueAnswer, document, ProblemDetails } from '../dcat-ap/answer';

/** Forms of the report, by the end of their path. */
const forms: Readonly<Record<string, (report: Report) => readonly [mediaType: string, body: string]>> = {
  'report.json': (report) => ['application/json', `${JSON.stringify(report, null, 2)}\n`],
  'report.html': (report) => ['text/html', reportPage(report)],
  'report.xml': (report) => ['application/xml', junit(report)],
};

/**
 * The last report in the form that is asked for.
 *
 * @throws ProblemDetails where there is no such form, or no report yet
 */
export function reportAnswer(request: IncomingMessage, report: Report | undefined): CatalogueAnswer {
  const name = /^\/verify\/([a-z.]+)$/.exec(request.url?.split('?')[0] ?? '')?.[1] ?? '';
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!form) throw new ProblemDetails(404, 'Not found', `There are ${Object.keys(forms).join(', ')}.`);
  if (!report)
    throw new ProblemDetails(503, 'No report yet', 'The first run has not come to its end.', { 'retry-after': '60' });
  return document(request, ...form(report));
}
