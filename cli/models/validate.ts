import pc from 'picocolors';
import { readEntities } from '../../constructs/files/entities-file';
import { EntityValidator } from '../../constructs/models/entities/entity-validator';
import { CityError, type Problem } from '../../constructs/problems/city-error';
import { formatPath } from '../../constructs/problems/problem-path';
import { redact } from '../../constructs/problems/redact';
import type { Answer } from '../answer';
import type { CommandContext } from '../command';
import { modelsOfSpec } from './models-of';

/** What `citykit models validate --json` prints. */
export interface EntitiesAnswer extends Answer {
  /** How many entities there are of each type. */
  readonly entities: Readonly<Record<string, number>>;
}

/**
 * `citykit models validate`: checks a file of entities against the data models of a spec.
 *
 * @throws {CityError} with everything that is wrong in the file, each with its path, line and column.
 */
export async function validateEntities(
  path: string,
  { spec }: { readonly spec: string },
  { console, json }: CommandContext,
): Promise<EntitiesAnswer> {
  const validator = new EntityValidator(await modelsOfSpec(spec));
  const { file, entities, problems: written } = await readEntities(path);
  const problems = entities.flatMap(({ value, steps, locate }) =>
    validator.problems(value).map(
      (found): Problem => ({
        code: found.untold ? 'entity-type' : 'entity-invalid',
        path: formatPath([...steps, ...found.steps]),
        value: redact(found.value, found.steps),
        rule: found.rule,
        fix: found.untold
          ? 'Correct the type, or add its data model: citykit models add.'
          : `Change ${idOf(value)}, or the data model where the entity is right.`,
        file,
        ...locate(found.steps),
      }),
    ),
  );
  const all = [...written, ...problems].sort(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
  if (all.length > 0) throw new CityError(all);
  const counts: Record<string, number> = {};
  for (const { value } of entities) {
    const type = String((value as { readonly type: unknown }).type);
    counts[type] = (counts[type] ?? 0) + 1;
  }
  if (!json) {
    const each = Object.entries(counts).map(([type, count]) => `${count} ${type}`);
    console.data(`${pc.green('valid')}  ${file}: ${each.join(', ')}`);
  }
  return { ok: true, entities: counts, problems: [] };
}

function idOf(entity: unknown): string {
  const id = (entity as { readonly id?: unknown } | null)?.id;
  return typeof id === 'string' && /^[\w:.-]{1,100}$/.test(id) ? id : 'the entity';
}
