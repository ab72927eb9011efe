import { type Image, imageReference, images } from '../../constructs/waist/images';
import { mirrored, type RegistryMirrors } from '../../constructs/waist/registry-mirrors';

/** The container images that an output names anywhere, in alphabetical order, each once. */
export function imagesOf(output: unknown, mirrors: RegistryMirrors): Image[] {
  const known: ReadonlyMap<string, Image> = new Map(
    Object.values(images).map((image) => [mirrored(imageReference(image), mirrors), image]),
  );
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      if (known.has(value)) found.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) visit(item);
    }
  };
  visit(output);
  return [...found].sort().map((reference) => known.get(reference)!);
}
