import { basename, dirname, resolve, sep } from 'node:path';

/** Root of the kit: its sources, or its `dist`. */
const kit = resolve(__dirname, '..', '..', '..') + sep;

/** The first place of a stack that is neither in the kit, nor in another package, nor in Node itself. */
export function callSite(error: Error): string | undefined {
  for (const line of (error.stack ?? '').split('\n').slice(1)) {
    const place = /\(?((?:file:\/\/|[A-Za-z]:|\/)[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1]?.replace(/^file:\/\//, '');
    if (place && !place.includes(`${sep}node_modules${sep}`) && !isKit(place)) return place;
  }
  return undefined;
}

/** The kit's own code; its examples and tests are users of it. */
function isKit(place: string): boolean {
  if (!place.startsWith(kit)) return false;
  const folder = place.slice(kit.length).split(sep)[0];
  return !['examples', 'test'].includes(folder ?? '') && basename(dirname(place)) !== 'fixtures';
}
