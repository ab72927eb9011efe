import pc from 'picocolors';
import type { DataModel } from '../../constructs/models/data-model';
import { isBreaking, type ModelChange, modelChanges } from '../../constructs/models/diff/model-changes';
import { modelOfSchema } from '../../constructs/models/diff/published-schema';
import { jsonSchemaOf } from '../../constructs/models/json-schema';
import { formatPath } from '../../constructs/problems/problem-path';
import type { Answer, AnswerProblem } from '../answer';
import type { CommandContext } from '../command';
import { wrap } from '../wrap';
import { modelsNamed } from './models-of';

/** The changes of one type. */
export interface TypeChanges {
  readonly type: string;
  readonly status: 'changed' | 'added' | 'removed' | 'same';
  readonly changes: readonly ModelChange[];
}

/** What `citykit models diff --json` prints; it is not `ok` when a change breaks somebody. */
export interface DiffAnswer extends Answer {
  readonly types: readonly TypeChanges[];
}

/**
 * `citykit models diff`: which changes from one version of a model, or of all models of a spec, to another break who reads or
 * writes such entities.
 *
 * @throws {CityError} where one of the two cannot be read.
 */
export async function diffModels(before: string, now: string, { console, json }: CommandContext): Promise<DiffAnswer> {
  const [olds, news] = await Promise.all([modelsNamed(before), modelsNamed(now)]);
  const types = compared(olds.map(asServed), news.map(asServed));
  const problems = types.flatMap(problemsOf);
  if (!json) console.data(described(types, console.width));
  return { ok: problems.length === 0, types, problems };
}

/** As its schema says it, so that a schema from the registry and a model of a spec compare. */
function asServed(model: DataModel): DataModel {
  return modelOfSchema(jsonSchemaOf(model, '')) ?? model;
}

function compared(olds: readonly DataModel[], news: readonly DataModel[]): TypeChanges[] {
  // Two models are compared whatever they are called.
  const renamed = olds.length === 1 && news.length === 1;
  const found = (models: readonly DataModel[], type: string) => models.find((one) => renamed || one.type === type);
  const names = renamed ? [news[0]?.type ?? ''] : [...new Set([...olds, ...news].map(({ type }) => type))];
  return names.sort().map((type): TypeChanges => {
    const [old, young] = [found(olds, type), found(news, type)];
    if (old === undefined) return { type, status: 'added', changes: [] };
    if (young === undefined) return { type, status: 'removed', changes: [] };
    const changes = modelChanges(old, young);
    return { type, status: changes.length === 0 ? 'same' : 'changed', changes };
  });
}

function problemsOf({ type, status, changes }: TypeChanges): AnswerProblem[] {
  const fix = 'Undo it, or tell who uses the model and raise its version.';
  if (status === 'removed') return [{ code: 'model-breaks', path: type, value: null, rule: 'The model is gone.', fix }];
  if (!isBreaking(changes)) return [];
  return changes
    .filter(({ breaks }) => breaks.length > 0)
    .map((change) => ({
      code: 'model-breaks',
      path: pathOf(type, change),
      value: change.breaks,
      rule: change.text,
      fix,
    }));
}

function pathOf(type: string, { attribute, steps }: ModelChange): string {
  return formatPath([type, ...(attribute === undefined ? [] : [attribute]), ...steps]);
}

function described(types: readonly TypeChanges[], width: number | undefined): string {
  const lines = types.flatMap(({ type, status, changes }) => {
    if (status !== 'changed') return [`${status === 'removed' ? pc.red(status) : status}  ${pc.bold(type)}`];
    return changes.map((change) => {
      const { breaks, certain, text } = change;
      const label = breaks.length === 0 ? 'fine' : `breaks ${breaks.join(', ')}`;
      const doubt = certain ? '' : ' Look whether both mean the same.';
      const line = wrap(`${label.padEnd(23)} `, `${pathOf(type, change)}: ${text}${doubt}`, width);
      return breaks.length === 0 ? line : line.replace(label, pc.red(label));
    });
  });
  const broken = types.flatMap(problemsOf).length;
  const summary =
    broken === 0 ? pc.green('Nothing breaks.') : pc.red(`${broken} breaking. citykit explain model-breaks says more.`);
  return [...lines, summary].join('\n');
}
