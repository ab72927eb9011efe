import type { Construct } from 'constructs';
import { Component } from '../../constructs/waist/component';
import type { Finding } from '../../constructs/waist/finding';
import { Primitive } from '../../constructs/waist/primitives';
import type { ComposeFile } from '../compose-file';
import { pathLabel } from '../private/labels';
import { checkBudget } from './budget';
import { checkConsistency } from './consistency';
import { checkPolicies } from './policies';
import { checkSchema } from './schema';

/** What the gates are told besides the file. */
export interface ComposeGateOptions {
  /** The files beside it, as paths from its folder. @default none */
  readonly paths?: readonly string[];
  /** What all services together may take, in mebibytes. @default as much as they ask for */
  readonly memoryMi?: number;
  /** The tree that it was rendered from, which tells whose each service is. @default findings name services alone */
  readonly root?: Construct;
}

/** Everything that is wrong with a Compose file; nothing when it may be started. */
export function checkComposeFile(file: ComposeFile, options: ComposeGateOptions = {}): Finding[] {
  const findings = [
    ...checkSchema(file),
    ...checkConsistency(file, options.paths ?? []),
    ...checkPolicies(file),
    ...(options.memoryMi === undefined ? [] : checkBudget(file, options.memoryMi)),
  ];
  return options.root ? withOrigin(findings, file, options.root) : findings;
}

/** Adds to each finding the component of its service, and the place in the user's code that made it. */
function withOrigin(findings: readonly Finding[], file: ComposeFile, root: Construct): Finding[] {
  return findings.map((finding) => {
    const service = file.services[finding.object.replace(/^service /, '')];
    const construct = root.node.findAll().find(({ node }) => node.path === service?.labels?.[pathLabel]);
    if (!construct) return finding;
    const component = Component.tryOf(construct as Construct)?.title;
    const source = construct instanceof Primitive ? construct.createdAt : undefined;
    return { ...finding, ...(component && { component }), ...(source && { source }) };
  });
}
