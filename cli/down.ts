import pc from 'picocolors';
import { CityError } from '../constructs/problems/city-error';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { ComposeEngine, engineFailed } from './machine/compose-engine';
import { readProject } from './machine/project';

/** Options of `citykit down`. */
export interface DownOptions {
  /** Name of the city, which lets its data be deleted too. @default the data stay */
  readonly deleteData?: string;
}

/** What `citykit down --json` prints. */
export interface DownAnswer extends Answer {
  readonly project: string | null;
  /** Volumes that stay, with the data. */
  readonly kept: readonly string[];
}

/**
 * `citykit down`: takes the containers and networks of a platform on this machine away. Its data stay, unless their deletion is
 * asked for by the name of the city.
 *
 * @throws {CityError} when the name is another, there is no engine, or it refuses.
 */
export async function down(folder: string, { deleteData }: DownOptions, context: CommandContext): Promise<DownAnswer> {
  const { console, json } = context;
  const { name, volumes } = readProject(folder);
  if (deleteData !== undefined && deleteData !== name) {
    throw new CityError(
      [
        {
          code: 'data-kept',
          path: '--delete-data',
          value: deleteData,
          rule: 'Data are deleted only by the name of the city that they are of.',
          fix: `To delete them for good, write --delete-data ${name}.`,
        },
      ],
      'command',
    );
  }
  const engine = await ComposeEngine.find(folder);
  const { code, errors } = await engine.compose(['down', '--remove-orphans', ...(deleteData ? ['--volumes'] : [])], {
    tell: (line) => console.progress(line),
  });
  if (code !== 0) throw engineFailed(errors);
  const kept = deleteData ? [] : Object.keys(volumes).map((volume) => `${name}_${volume}`);
  if (!json) {
    console.data(
      deleteData
        ? `${pc.green('down')}  ${name}, and its data are gone`
        : `${pc.green('down')}  ${name}; its data stay in ${kept.length} volumes, and citykit up goes on with them`,
    );
  }
  return { ok: true, project: name, kept, problems: [] };
}
