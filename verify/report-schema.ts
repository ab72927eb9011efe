import { z } from 'zod';
import { type CheckId, checks } from '../constructs/waist/checks';
import { editionNames } from './edition';
import type { Report } from './report';
import { suiteIds } from './suites/suite-ids';

const ids = Object.keys(checks) as [CheckId, ...CheckId[]];
const count = z.int().min(0);

/** A report as `citykit verify --json` writes it under `report`. */
export const reportSchema = z
  .strictObject({
    edition: z.enum(editionNames).meta({ description: 'Edition of the mechanisms.' }),
    target: z.url().meta({ description: 'Address of the API that was looked at.' }),
    title: z.string().meta({ description: 'Name of the platform for people.' }),
    time: z.iso.datetime().meta({ description: 'When the run began.' }),
    seconds: z.number().min(0).meta({ description: 'How long it took.' }),
    wrote: z.boolean().meta({ description: 'Whether the run wrote a fixture.' }),
    left: z.array(z.string()).meta({ description: 'Paths of what the run wrote and could not remove.' }),
    results: z
      .array(
        z.strictObject({
          id: z.enum(ids).meta({ description: 'Number of the check.' }),
          title: z.string().meta({ description: 'What has to be so.' }),
          mechanism: z.string().meta({ description: 'Mechanism, in the numbering of the edition.' }),
          level: z.enum(['MUST', 'SHOULD', 'MAY']),
          status: z
            .enum(['pass', 'fail', 'skip', 'na', 'info'])
            .meta({ description: 'skip: this run could not try it. na: it does not apply. info: nothing to pass.' }),
          evidence: z
            .strictObject({
              says: z.string().meta({ description: 'What was seen, in a sentence.' }),
              request: z.string().exactOptional(),
              answer: z.string().exactOptional(),
            })
            .meta({ description: 'The question and the answer that decided, without secrets.' }),
          hint: z.string().exactOptional().meta({ description: 'What to do.' }),
          component: z.string().meta({ description: 'Component that answers for it.' }),
          milliseconds: z.number().min(0),
        }),
      )
      .meta({ description: 'One for each check of the edition.' }),
    summary: z.strictObject({
      pass: count,
      fail: count,
      skip: count,
      na: count,
      info: count,
      mustFailed: count.meta({ description: 'Of those with level MUST.' }),
      mustSkipped: count.meta({ description: 'Of those with level MUST.' }),
    }),
    suites: z
      .array(
        z.strictObject({
          suite: z.enum(suiteIds),
          title: z.string(),
          passed: count,
          failed: count.meta({ description: 'Without those that are known.' }),
          known: count.meta({ description: 'Failures that are known of the broker, or of the suite itself.' }),
          skipped: count,
          cases: z.array(
            z.strictObject({
              name: z.string(),
              status: z.enum(['pass', 'fail', 'skip']),
              says: z.string().exactOptional(),
              deviation: z
                .strictObject({ reason: z.string(), issue: z.string().exactOptional() })
                .exactOptional()
                .meta({ description: 'Why it fails, where that is known.' }),
            }),
          ),
        }),
      )
      .exactOptional()
      .meta({ description: 'What suites of others say.' }),
  })
  .meta({ title: 'Report of citykit verify', description: 'What a running platform meets of the mechanisms.' });

/**
 * Reads a report: by itself, or as the answer of the command in which it stands.
 *
 * @returns undefined where the value is none
 */
export function tryReport(value: unknown): Report | undefined {
  const inner = typeof value === 'object' && value !== null && 'report' in value ? value.report : value;
  const read = reportSchema.safeParse(inner);
  return read.success ? read.data : undefined;
}
