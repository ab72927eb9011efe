import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type Image, imageReference } from '../../constructs/waist/images';
import { mirrored, type RegistryMirrors } from '../../constructs/waist/registry-mirrors';

/** Prepares folders of a task. */
export const folderImage = 'public.ecr.aws/docker/library/busybox:1.37.0';

/** Fetches the files of a task. Holds bash and the AWS CLI. */
export const filesImage = 'public.ecr.aws/aws-cli/aws-cli:2.36.44';

/** A private registry of AWS, by whose repositories rights are asked for. Each partition has a domain of its own. */
const privateRegistry = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z0-9.-]+\/(.+?)[:@]/;

/**
 * An image as a container of the task pulls it. From a private registry of AWS, such as a pull-through cache of Docker Hub,
 * only who may: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export function pulled(
  task: ecs.FargateTaskDefinition,
  reference: string,
  mirrors?: RegistryMirrors,
): ecs.ContainerImage {
  const name = mirrored(reference, mirrors);
  const [, account, region, repository] = privateRegistry.exec(name) ?? [];
  if (repository !== undefined) {
    const { partition } = Stack.of(task);
    const statement = (actions: string[], resource: string) =>
      task.addToExecutionRolePolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
    statement(['ecr:GetAuthorizationToken'], '*');
    statement(pullActions, `arn:${partition}:ecr:${region}:${account}:repository/${repository}`);
  }
  return ecs.ContainerImage.fromRegistry(name);
}

/** The last two fill a pull-through cache with what nobody pulled before. */
const pullActions = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchImportUpstreamImage',
  'ecr:CreateRepository',
];

/**
 * Where a task pulls the image from. The official images of Docker Hub also stand in Amazon's public registry, with the
 * same digests and without a limit on how often one address may pull.
 */
export function fargateImage(image: Image, mirrors: RegistryMirrors = {}): string {
  const reference = imageReference(image);
  return 'docker.io' in mirrors
    ? reference
    : reference.replace(/^docker\.io\/library\//, 'public.ecr.aws/docker/library/');
}
