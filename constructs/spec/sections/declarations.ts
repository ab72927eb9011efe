import { z } from 'zod';
import { reason } from './fields';

function address(what: string, example: string) {
  return z
    .url({ protocol: /^https$/, error: 'An https address.' })
    .max(500, { error: 'An https address of at most 500 characters.' })
    .meta({ description: what, examples: [example] });
}

/** Either where something is, or why there is none. */
function whereOrNone(what: string, example: string, none: string) {
  return z
    .union(
      [
        z.strictObject({ url: address(what, example) }),
        z.strictObject({
          none: reason().meta({ description: 'Why there is none; it appears in reports.', examples: [none] }),
        }),
      ],
      { error: 'A mapping: either url, or none with a reason.' },
    )
    .meta({ description: `${what} Or why there is none.`, examples: [{ none }] });
}

/** What a city says of itself that nobody can see from outside; `citykit verify` reads it. */
export const declarations = z
  .strictObject({
    personalData: whereOrNone(
      'Where people see and change their consent.',
      'https://consent.izmir.example',
      'No data model of the city is about persons.',
    ).optional(),
    algorithms: whereOrNone(
      'Public register of the algorithms that the city uses.',
      'https://izmir.example/algorithms',
      'The city decides nothing by algorithm.',
    ).optional(),
    rulebook: address('Rules of the exchange of data.', 'https://izmir.example/rulebook').optional(),
    terms: address('Terms of use of the data.', 'https://izmir.example/terms').optional(),
    places: address('An OGC API Features of the city, its landing page.', 'https://maps.izmir.example/ogc').optional(),
  })
  .prefault({});
