import { type Image, imageReference, images } from '../../constructs/waist/images';
import { generated, markdownTable } from './markdown-table';

/** Every image a platform may run. */
export function imagesReference(): string {
  const rows = Object.values(images as Readonly<Record<string, Image>>).map((image) => [
    `[${imageReference(image)}](${image.home})`,
    image.licence,
    `[${image.architectures.join(', ')}](${image.architecturesFrom})`,
    `${image.user.uid}:${image.user.gid}`,
  ]);
  return `# Images

${generated}

The link of the architectures leads to where upstream says which it publishes.

${markdownTable(['image', 'licence', 'architectures', 'user'], rows)}
`;
}
