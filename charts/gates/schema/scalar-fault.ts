import type { SchemaRule } from '../gate-codes';
import { FORMATS } from './formats';
import type { SchemaNode } from './schema-file';

/** What is wrong with a value, before it is known whose it is. */
export interface Fault {
  readonly rule: SchemaRule;
  readonly message: string;
  readonly fix: string;
}

const patterns = new Map<string, RegExp>();

// Kubernetes writes patterns for Go, where `(?i)` may stand inside; JavaScript says the same with a flag.
function compiled(pattern: string): RegExp {
  let expression = patterns.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern.replaceAll('(?i)', ''), pattern.includes('(?i)') ? 'i' : '');
    patterns.set(pattern, expression);
  }
  return expression;
}

/** What a text, number or truth value breaks of its node, if anything; its type is right already. */
export function tryScalarFault(value: string | number | boolean, node: SchemaNode): Fault | undefined {
  if (node.enum !== undefined && !node.enum.includes(value)) {
    const allowed = node.enum.filter((one) => one !== '').join(', ');
    return {
      rule: 'allowed-value',
      message: `is none of the allowed values: ${allowed}`,
      fix: `Use one of: ${allowed}.`,
    };
  }
  return typeof value === 'string'
    ? textFault(value, node)
    : typeof value === 'number'
      ? numberFault(value, node)
      : undefined;
}

function textFault(value: string, node: SchemaNode): Fault | undefined {
  const format = node.type === 'quantity' ? FORMATS.quantity : FORMATS[node.format ?? ''];
  if (format !== undefined && !format.holds(value)) {
    return { rule: 'format', message: `is not ${format.rule}`, fix: `Write ${format.rule}.` };
  }
  if (node.pattern !== undefined && !compiled(node.pattern).test(value)) {
    return {
      rule: 'format',
      message: `does not match ${node.pattern}`,
      fix: `Write a value matching ${node.pattern}.`,
    };
  }
  // Counting the characters of every file in every ConfigMap would cost more than all other checks together.
  if (node.minLength === undefined && node.maxLength === undefined) return undefined;
  return lengthFault([...value].length, 'characters', node.minLength, node.maxLength);
}

function numberFault(value: number, node: SchemaNode): Fault | undefined {
  const limit = node.format === 'int32' ? 2 ** 31 : Number.POSITIVE_INFINITY;
  const [least, most] = [node.minimum ?? -limit, node.maximum ?? limit - 1];
  if (value < least || value > most) {
    return {
      rule: 'range',
      message: `is not between ${least} and ${most}`,
      fix: `Use a number from ${least} to ${most}.`,
    };
  }
  return undefined;
}

/** What a count breaks of its bounds, if anything. */
export function lengthFault(length: number, of: string, least = 0, most = Number.POSITIVE_INFINITY): Fault | undefined {
  if (length < least) {
    return {
      rule: 'length',
      message: `has ${length} ${of}, fewer than ${least}`,
      fix: `Give at least ${least} ${of}.`,
    };
  }
  return length > most
    ? { rule: 'length', message: `has ${length} ${of}, more than ${most}`, fix: `Keep to ${most} ${of}.` }
    : undefined;
}

/** Whether a value has the node's type; a node without one takes any. */
export function hasType(value: unknown, type: string | undefined): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'quantity':
      return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
    case 'int-or-string':
      return typeof value === 'string' || Number.isSafeInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
