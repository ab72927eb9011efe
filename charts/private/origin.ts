import type { Construct } from 'constructs';
import { Component } from '../../constructs/waist/component';
import type { Finding } from '../../constructs/waist/finding';
import { Primitive } from '../../constructs/waist/primitives';

/** Adds to each finding the component that its object belongs to, and the place in the user's code that made it. */
export function withOrigin(findings: readonly Finding[], objects: readonly object[], root: Construct): Finding[] {
  if (findings.length === 0) return [];
  const byPath = new Map(root.node.findAll().map((construct) => [construct.node.path, construct]));
  const byObject = new Map(
    (objects as Manifest[]).map((object) => [
      `${object.kind} ${object.metadata?.name}`,
      byPath.get(object.metadata?.annotations?.['citykit/path'] ?? ''),
    ]),
  );
  return findings.map((finding) => {
    const construct = byObject.get(finding.object);
    if (!construct) return finding;
    const component = Component.tryOf(construct as Construct)?.title;
    const source = construct instanceof Primitive ? construct.createdAt : undefined;
    return { ...finding, ...(component && { component }), ...(source && { source }) };
  });
}

interface Manifest {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly annotations?: Readonly<Record<string, string>> };
}
