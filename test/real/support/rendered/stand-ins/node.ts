import { dirname } from 'node:path';
import { type StandIn, systemPath } from '../stand-in';
import { treeOf } from './parts-folder';

/** The Node that runs the tests. */
export function node(): StandIn {
  const program = process.execPath;
  return { env: { PATH: `${dirname(program)}:${systemPath}` }, layers: treeOf(program) };
}
