import { App, type Stack } from 'aws-cdk-lib';
import { DISABLE_CREATION_STACK_TRACES } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import type { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import type { City } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import { Component } from '../constructs/waist/component';
import type { Finding } from '../constructs/waist/finding';
import { CityPlatformStack } from './city-platform-stack';
import { addAwsGates, readFindings } from './gates';
import { type AwsResource, resourcesOf } from './private/resources';
import { readTemplates, type Template } from './private/templates';

export type { AwsResource } from './private/resources';

/** What a city becomes on AWS. */
export interface AwsSynthesis {
  /** The components and primitives behind the resources. */
  readonly platform: CityPlatform;
  /** The CloudFormation templates by the names of their files in the folder: first the stack's, then its nested stacks'. */
  readonly templates: Readonly<Record<string, Template>>;
  /** Every resource of them, with the component it belongs to. */
  readonly resources: readonly AwsResource[];
  /** What the gates found; empty when the stack may be deployed. */
  readonly findings: readonly Finding[];
}

/**
 * Writes a city's cloud assembly (templates and assets, as `cdk deploy --app FOLDER` takes it) and runs every gate.
 *
 * @param folder where to write; it has to be empty.
 * @param peers the other cities of its federation.
 * @param federation its part in the query of its federation.
 * @throws {CityError} with every problem of the city for this target.
 */
export function synthAws(
  city: City,
  folder: string,
  peers: readonly Peer[] = [],
  federation?: FederationPart,
): AwsSynthesis {
  const app = assemblyApp(folder);
  const stack = new CityPlatformStack(app, city.name, { city, peers, ...(federation && { federation }) });
  return { platform: stack.platform, ...readAssembly(app, stack, folder) };
}

/** An app that writes an assembly with nothing of this machine in it, past the gates. */
export function assemblyApp(folder: string): App {
  const app = new App({
    outdir: folder,
    analyticsReporting: false,
    // A tree of all constructs that only some editors read.
    treeMetadata: false,
    // Both kinds of trace would put paths of this machine into the assembly.
    stackTraces: false,
    context: { [DISABLE_CREATION_STACK_TRACES]: true },
  });
  addAwsGates(app, { throws: false });
  return app;
}

/** Writes the assembly of a stack, and reads what came of it. */
export function readAssembly(app: App, stack: Stack, folder: string): Omit<AwsSynthesis, 'platform'> {
  app.synth();
  const templates = readTemplates(folder, stack.templateFile);
  return {
    templates,
    resources: resourcesOf(stack, templates),
    findings: readFindings(folder).map((finding) => withOrigin(finding, app)),
  };
}

/** Adds the component that the construct of a finding belongs to. */
function withOrigin(finding: Finding, app: App): Finding {
  const steps = finding.object.split('/');
  const construct = steps.reduce<Construct | undefined>(
    (parent, id) => (parent?.node.tryFindChild(id) as Construct | undefined) ?? parent,
    app,
  );
  const component = construct && Component.tryOf(construct)?.title;
  return component ? { ...finding, component } : finding;
}
