import { z } from 'zod';
import { wholeNumber } from './fields';

/** How the platform looks at itself. */
export const verification = z
  .strictObject({
    enabled: z
      .boolean({ error: 'true or false.' })
      .meta({
        description:
          'Whether the platform holds itself against the mechanisms, and shows the report. Default: true, but for profile laptop.',
        examples: [true],
      })
      .optional(),
    everyHours: wholeNumber(1, 168)
      .meta({ description: 'Hours from one run to the next.', examples: [24] })
      .default(24),
  })
  .prefault({});
