import { CfnResource, Stack } from 'aws-cdk-lib';
import { Component } from '../../constructs/waist/component';
import { Primitive } from '../../constructs/waist/primitives';
import { titleOf } from '../../constructs/waist/title';
import type { Template } from './templates';

/** A resource of a synthesised template, and what the construct it comes from says of it. */
export interface AwsResource {
  /** File of its template. */
  readonly template: string;
  /** Its name in the template. */
  readonly id: string;
  /** `AWS::ECS::Service`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Title of its component, or of the primitive that several components share. @default it belongs to the whole */
  readonly part?: string;
  /** Gibibytes that the primitive it renders is planned to hold. @default none */
  readonly disk?: number;
}

/** The resources of a stack and its nested stacks, as their templates have them. */
export function resourcesOf(stack: Stack, templates: Readonly<Record<string, Template>>): AwsResource[] {
  return stack.node
    .findAll()
    .filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct))
    .flatMap((resource): AwsResource[] => {
      const owner = Stack.of(resource);
      const id = owner.resolve(resource.logicalId) as string;
      const written = templates[owner.templateFile]?.Resources[id];
      if (!written) return [];
      const primitive = resource.node.scopes.findLast(Primitive.isPrimitive);
      const part = Component.tryOf(resource)?.title ?? (primitive && titleOf(primitive));
      const disk = primitive?.description?.takes?.disk?.gibibytes;
      return [
        {
          template: owner.templateFile,
          id,
          type: written.Type,
          properties: written.Properties ?? {},
          ...(part && { part }),
          ...(disk && { disk }),
        },
      ];
    });
}
