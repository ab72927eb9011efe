import { type StandIn, systemPath } from '../stand-in';
import { partsFolder } from './parts-folder';

/** The program of the image. */
export function restic(): StandIn {
  const bin = `${partsFolder('restic')}/bin`;
  return { env: { PATH: `${bin}:${systemPath}` }, layers: { [bin]: bin } };
}
