import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ComposeFile } from '../../compose/compose-file';
import { CityError } from '../../constructs/problems/city-error';

/**
 * The Compose file that `citykit synth` wrote into a folder.
 *
 * @throws {CityError} when there is none.
 */
export function readProject(folder: string): ComposeFile {
  const path = join(folder, 'compose.yaml');
  const file =
    existsSync(path) && statSync(path).isFile()
      ? (parse(readFileSync(path, 'utf8'), { version: '1.1' }) as ComposeFile)
      : undefined;
  if (file?.['x-citykit'] !== undefined) return file;
  throw new CityError(
    [
      {
        code: 'project-missing',
        path: folder,
        value: undefined,
        rule: 'A platform is started from the folder that citykit synth --target compose wrote for it, which holds compose.yaml.',
        fix: 'Name that folder, such as out/izmir/compose.',
      },
    ],
    'machine',
  );
}
