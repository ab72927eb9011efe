import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keptFacts, misfit } from '../../constructs/platform/changes/kept-facts';
import type { PlatformFacts } from '../../constructs/platform/changes/platform-facts';
import { CityError } from '../../constructs/problems/city-error';

/**
 * What is kept of the runs that wrote to a folder: the list of their files, by which the next run knows its own, and the
 * facts of their platforms, with which it compares. One file, so that both are always of the same run.
 */
export interface OutputRecord {
  /** Version of this form. */
  readonly format: 1;
  /** Checksums (SHA-256) by path, relative to the folder, with `/` between its steps. */
  readonly files: Readonly<Record<string, string>>;
  /** In the order of name and target. */
  readonly platforms: readonly PlatformFacts[];
  /** Checksums of files that are being put in place; found only when a run was cut off at that moment. */
  readonly pending?: Readonly<Record<string, string>>;
}

/** Name of the record in the folder; it lies where no tool that applies artefacts looks. */
export const recordName = 'citykit-outputs.json';

const checksums = z.record(z.string(), z.string());

const recordForm = z.looseObject({
  format: z.literal(1),
  files: checksums,
  platforms: z.array(keptFacts),
  pending: checksums.optional(),
});

const nothing: OutputRecord = { format: 1, files: {}, platforms: [] };

/**
 * The record of a folder; an empty one where nothing was written yet.
 *
 * @throws {CityError} if there is a file of its name that is none.
 */
export function readRecord(folder: string): OutputRecord {
  const file = join(folder, recordName);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return nothing;
    throw error;
  }
  const record = parsed(text);
  const place = misfit(recordForm, record);
  if (place === undefined) return record as OutputRecord;
  const wrong = place === '' ? '' : ` Of this one, ${place} is not as it wrote it.`;
  const rule = `${recordName} is the list of what citykit wrote at the last synth, in JSON as it wrote it.${wrong}`;
  const fix =
    'Take it back from version control or a backup. If nothing is deployed from this folder, remove it and give --overwrite: ' +
    'this once no change of a running city is noticed.';
  throw new CityError([{ code: 'output-record', path: '--out', value: file, rule, fix }], 'output folder');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces the record at once: there is always a whole one. */
export function writeRecord(folder: string, record: OutputRecord): void {
  const file = join(folder, recordName);
  const text = JSON.stringify({ ...record, files: sorted(record.files) }, null, 1);
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}

function sorted(files: OutputRecord['files']): OutputRecord['files'] {
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
}
