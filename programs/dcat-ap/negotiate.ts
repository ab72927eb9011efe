import { type Representation, representations } from './serialise';

/** The representation that an Accept header (RFC 9110) likes best; undefined when it takes none. */
export function negotiate(accept: string | undefined): Representation | undefined {
  if (accept === undefined || accept.trim() === '') return representations[0];
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
  });
  const best = representations
    .map((representation) => ({ representation, quality: qualityOf(representation.mediaType, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  return best?.representation;
}

/** Of the ranges that match, the narrowest counts. */
function qualityOf(mediaType: string, ranges: readonly { readonly range: string; readonly quality: number }[]): number {
  for (const range of [mediaType, `${mediaType.split('/')[0]}/*`, '*/*']) {
    const found = ranges.find((candidate) => candidate.range === range);
    if (found) return found.quality;
  }
  return 0;
}
