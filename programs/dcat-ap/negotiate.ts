import { type Representation, representations } from './serialise';

/** The representation that an Accept header (RFC 9110) likes best; undefined when it takes none. */
export function negotiate(accept: string | undefined): Representation | undefined {
  const types = representations.map(({ mediaType }) => mediaType);
  const best = preferred(accept, types);
  return representations.find(({ mediaType }) => mediaType === best);
}

/** Of the media types the one that an Accept header (RFC 9110) likes best, the first of equals; undefined when it takes none. */
export function preferred<T extends string>(accept: string | undefined, mediaTypes: readonly T[]): T | undefined {
  if (accept === undefined || accept.trim() === '') return mediaTypes[0];
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
  });
  const best = mediaTypes
    .map((mediaType) => ({ mediaType, quality: qualityOf(mediaType, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  return best?.mediaType;
}

/** Of the ranges that match, the narrowest counts. */
function qualityOf(mediaType: string, ranges: readonly { readonly range: string; readonly quality: number }[]): number {
  for (const range of [mediaType, `${mediaType.split('/')[0]}/*`, '*/*']) {
    const found = ranges.find((candidate) => candidate.range === range);
    if (found) return found.quality;
  }
  return 0;
}
