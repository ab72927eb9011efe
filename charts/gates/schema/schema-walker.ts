import { nearest } from '../../../constructs/problems/nearest';
import { fieldPath, isRecord, type Manifest } from '../manifest';
import { FORMATS } from './formats';
import { type Fault, hasType, lengthFault, tryScalarFault } from './scalar-fault';
import type { SchemaNode } from './schema-file';
import { brokenValidations } from './schema-rules';

/** A fault with its place and value. */
export interface SchemaFault extends Fault {
  readonly path: string;
  readonly value?: unknown;
}

/**
 * Checks values against one file's nodes, strictly: a field no schema knows is a fault wherever it stands.
 *
 * Hand-written because a strict check is a walk of the value and not of the schema: the cost is that of the manifests,
 * while a validator generator would first compile schemas a hundred times their size.
 */
export class SchemaWalker {
  constructor(private readonly nodes: readonly SchemaNode[]) {}

  /** Everything wrong with `value` as node number `number`, at `path`. */
  public check(value: unknown, number: number, path = ''): SchemaFault[] {
    const faults: SchemaFault[] = [];
    this.visit(value, this.node(number), path, (fault) => faults.push(fault), true);
    return faults;
  }

  private node(number: number): SchemaNode {
    return this.nodes[number] as SchemaNode;
  }

  private visit(
    value: unknown,
    node: SchemaNode,
    path: string,
    report: (fault: SchemaFault) => void,
    strict: boolean,
  ): void {
    if (value === null && node.nullable) {
      return;
    }
    if (!hasType(value, node.type)) {
      const type = `${/^[aio]/.test(String(node.type)) ? 'an' : 'a'} ${node.type}`;
      report({
        rule: 'type',
        path,
        value,
        message: `is ${nameOfType(value)} where ${type} belongs`,
        fix: `Give ${type}.`,
      });
      return;
    }
    if (Array.isArray(value)) {
      this.visitList(value, node, path, report, strict);
    } else if (isRecord(value)) {
      this.visitObject(value, node, path, report, strict);
    } else if (value !== null && value !== undefined) {
      const fault = tryScalarFault(value as string | number | boolean, node);
      if (fault !== undefined) {
        report({ ...fault, path, value });
      }
    }
    this.visitParts(value, node, path, report);
    if (strict && node.rules !== undefined) {
      for (const message of brokenValidations(value, node, this.nodes)) {
        report({
          rule: 'rule',
          path,
          message: `breaks the rule of its definition: ${message}`,
          fix: `Follow the rule: ${message}`,
        });
      }
    }
  }

  private visitList(
    value: readonly unknown[],
    node: SchemaNode,
    path: string,
    report: (fault: SchemaFault) => void,
    strict: boolean,
  ): void {
    const fault = lengthFault(value.length, 'entries', node.minItems, node.maxItems);
    if (fault !== undefined) {
      report({ ...fault, path });
    }
    const seen = new Set<string>();
    value.forEach((entry, position) => {
      const place = `${path}[${position}]`;
      if (node.items !== undefined) {
        this.visit(entry, this.node(node.items), place, report, strict);
      }
      const identity = identityOf(entry, node);
      if (identity !== undefined && seen.has(identity)) {
        report({
          rule: 'duplicate',
          path: place,
          message: `repeats an entry of the list: ${identity}`,
          fix: 'Remove or rename one of the two.',
        });
      }
      seen.add(identity ?? '');
    });
  }

  private visitObject(
    value: Manifest,
    node: SchemaNode,
    path: string,
    report: (fault: SchemaFault) => void,
    strict: boolean,
  ): void {
    const properties = node.properties ?? {};
    for (const name of node.required ?? []) {
      if (value[name] === undefined) {
        report({ rule: 'required', path: fieldPath(path, name), message: 'is missing', fix: `Set ${name}.` });
      }
    }
    for (const [name, entry] of Object.entries(value)) {
      const place = fieldPath(path, name);
      const known = Object.hasOwn(properties, name) ? properties[name] : node.additionalProperties;
      if (entry === undefined) {
        continue;
      }
      if (known !== undefined) {
        this.visit(entry, this.node(known), place, report, strict);
        this.visitEntry(name, entry, node, place, report);
      } else if (strict && node.type === 'object' && node.open !== true) {
        const closest = nearest(name, Object.keys(properties));
        report({
          rule: 'unknown-field',
          path: place,
          message: 'is a field the API does not know',
          fix: closest === undefined ? `Remove ${name}.` : `Did you mean ${closest}?`,
        });
      }
    }
    const fault = lengthFault(Object.keys(value).length, 'fields', node.minProperties, node.maxProperties);
    if (fault !== undefined) {
      report({ ...fault, path });
    }
  }

  // The names and values of a map that carry a format, such as labels.
  private visitEntry(
    name: string,
    entry: unknown,
    node: SchemaNode,
    path: string,
    report: (fault: SchemaFault) => void,
  ): void {
    const names = FORMATS[node.names ?? ''];
    if (names !== undefined && !names.holds(name)) {
      report({
        rule: 'format',
        path,
        value: name,
        message: `has a name that is not ${names.rule}`,
        fix: `Name it with ${names.rule}.`,
      });
    }
    const values = FORMATS[node.values ?? ''];
    if (values !== undefined && typeof entry === 'string' && !values.holds(entry)) {
      report({ rule: 'format', path, value: entry, message: `is not ${values.rule}`, fix: `Write ${values.rule}.` });
    }
  }

  private visitParts(value: unknown, node: SchemaNode, path: string, report: (fault: SchemaFault) => void): void {
    const fits = (number: number): boolean => {
      let good = true;
      this.visit(value, this.node(number), path, () => (good = false), false);
      return good;
    };
    const alternatives = (numbers: readonly number[]): string =>
      numbers.flatMap((number) => this.node(number).required ?? []).join(', ');
    for (const number of node.allOf ?? []) {
      this.visit(value, this.node(number), path, report, false);
    }
    if (node.anyOf !== undefined && !node.anyOf.some(fits)) {
      report({
        rule: 'alternative',
        path,
        message: 'fits none of the alternatives its definition allows',
        fix: `Give one of: ${alternatives(node.anyOf)}.`,
      });
    }
    if (node.oneOf !== undefined && node.oneOf.filter(fits).length !== 1) {
      report({
        rule: 'alternative',
        path,
        message: 'must fit exactly one of the alternatives of its definition',
        fix: `Give exactly one of: ${alternatives(node.oneOf)}.`,
      });
    }
    if (node.not !== undefined && fits(node.not)) {
      report({
        rule: 'alternative',
        path,
        message: 'is a combination its definition rules out',
        fix: `Leave out one of: ${alternatives([node.not])}.`,
      });
    }
  }
}

function identityOf(entry: unknown, node: SchemaNode): string | undefined {
  if (node.set) {
    return JSON.stringify(entry);
  }
  if (node.keys === undefined || !isRecord(entry)) {
    return undefined;
  }
  const parts = Object.entries(node.keys).map(([key, fallback]) => [key, entry[key] ?? fallback] as const);
  return parts.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ');
}

function nameOfType(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  const type = Array.isArray(value) ? 'array' : typeof value;
  return `${/^[ao]/.test(type) ? 'an' : 'a'} ${type}`;
}
