import { type Image, imageReference } from '../../constructs/waist/images';

/** Prepares folders of a task. */
export const folderImage = 'public.ecr.aws/docker/library/busybox:1.37.0';

/** Fetches the files of a task. Holds bash and the AWS CLI. */
export const filesImage = 'public.ecr.aws/aws-cli/aws-cli:2.36.44';

/**
 * Where a task pulls the image from. The official images of Docker Hub also stand in Amazon's public registry, with the
 * same digests and without a limit on how often one address may pull.
 */
export function fargateImage(image: Image): string {
  return imageReference(image).replace(/^docker\.io\/library\//, 'public.ecr.aws/docker/library/');
}
