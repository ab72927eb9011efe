import { compile } from '../cel';
import { isRecord } from '../manifest';
import type { SchemaNode } from './schema-file';

/**
 * The messages of those CEL rules (`x-kubernetes-validations`) of a node that `value` breaks.
 *
 * Rules see what the API server's see: defaults filled in, whole numbers as integers. A rule the engine cannot
 * evaluate says nothing here and is left to the API server.
 */
export function brokenValidations(value: unknown, node: SchemaNode, nodes: readonly SchemaNode[]): string[] {
  const self = asStored(value, node, nodes);
  return (node.rules ?? []).filter(([rule]) => evaluate(rule, self) === false).map(([, message]) => message);
}

function evaluate(rule: string, self: unknown): unknown {
  try {
    return compile(rule)({ self });
  } catch {
    return undefined;
  }
}

function asStored(value: unknown, node: SchemaNode, nodes: readonly SchemaNode[]): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value) && node.type !== 'number') {
    return BigInt(value);
  }
  if (Array.isArray(value)) {
    const items = nodes[node.items ?? -1] ?? {};
    return value.map((entry) => asStored(entry, items, nodes));
  }
  if (!isRecord(value)) {
    return value;
  }
  const stored: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    stored[name] = asStored(entry, nodes[node.properties?.[name] ?? node.additionalProperties ?? -1] ?? {}, nodes);
  }
  for (const [name, number] of Object.entries(node.properties ?? {})) {
    const property = nodes[number] as SchemaNode;
    if (stored[name] === undefined && property.default !== undefined) {
      stored[name] = asStored(property.default, property, nodes);
    }
  }
  return stored;
}
