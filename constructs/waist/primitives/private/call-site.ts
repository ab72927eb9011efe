import { resolve, sep } from 'node:path';
import { packageRoot } from '../../package-root';

const kit = packageRoot() + sep;
const primitives = resolve(__dirname, '..') + sep;

/**
 * The place that called a primitive's constructor, when that is in code of whoever uses the kit; none when a component of
 * the kit did, because then a spec decided.
 */
export function callSite(error: Error): string | undefined {
  for (const line of (error.stack ?? '').split('\n').slice(1)) {
    const place = /\(?((?:file:\/\/|[A-Za-z]:|\/)[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1]?.replace(/^file:\/\//, '');
    if (place && !place.startsWith(primitives)) return isKit(place) ? undefined : place;
  }
  return undefined;
}

/** The kit's own code; its examples and tests are users of it. */
function isKit(place: string): boolean {
  if (place.includes(`${sep}node_modules${sep}`)) return true;
  const folder = place.startsWith(kit) && place.slice(kit.length).split(sep)[0];
  return folder !== false && !['examples', 'test'].includes(folder ?? '');
}
