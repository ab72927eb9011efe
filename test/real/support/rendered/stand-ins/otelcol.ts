import { join } from 'node:path';
import { type StandIn, systemPath } from '../stand-in';
import { partsFolder } from './parts-folder';

/** The collector of the part, which has what the platform uses of the image. */
export function otelcol(): StandIn {
  const program = join(partsFolder('otelcol'), 'bin/otelcol');
  return { env: { PATH: systemPath }, layers: { '/otelcol': program } };
}
