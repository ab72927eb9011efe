import { appendFileSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What real software can show of a component on a target. */
export type Aspect =
  /** Its objects fit the schemas. */
  | 'schema'
  /** The target takes them. */
  | 'accepted'
  /** It starts from what was rendered. */
  | 'started'
  /** Its rendered probes tell healthy from unhealthy. */
  | 'probed'
  /** Nobody reaches or reads more than the references say. */
  | 'secured'
  /** It survives what it depends on being gone, and being killed itself. */
  | 'faulted'
  /** Started again, it has what was stored before. */
  | 'restarted'
  /** So it has when the artefacts of a changed spec are applied over it, and every job runs again. */
  | 'upgraded'
  /** So it has when every password was renewed. */
  | 'rotated'
  /** So it has after its data were lost and came back from a backup. */
  | 'restored';

export interface Proof {
  /** `Component.title`. */
  readonly component: string;
  readonly target: 'kubernetes' | 'aws' | 'pulumi' | 'compose';
  readonly aspect: Aspect;
  readonly result: 'yes' | 'no' | 'n/a';
  readonly note?: string;
}

/** Folder of the JSON lines from which the table in docs/reference/proof.md is made. */
const proofFolder =
  process.env.CITYKIT_PROOF ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'citykit', 'proof');

/**
 * Notes that a test showed an aspect. Call it after the assertions, so that only what held is noted.
 *
 * @param result `n/a` needs a note that says why it cannot be shown.
 */
export function proof(
  component: string,
  target: Proof['target'],
  aspect: Aspect,
  note?: string,
  result: Proof['result'] = 'yes',
): void {
  const line: Proof = { component, target, aspect, result, ...(note !== undefined && { note }) };
  mkdirSync(proofFolder, { recursive: true });
  appendFileSync(join(proofFolder, `${target}.jsonl`), `${JSON.stringify(line)}\n`);
}
