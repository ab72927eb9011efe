import type { Command, Option } from 'commander';
import type { Answer } from '../answer';
import type { CommandContext } from '../command';

/** What the commands share with the others. */
export interface CommandParts {
  answer(command: string, run: (context: CommandContext) => Promise<Answer>): Promise<void>;
  examples(...lines: readonly string[]): string;
  readonly json: Option;
}

const specOption = ['--spec <file>', 'city.yaml, city.json, city.ts, or a federation of cities'] as const;

/** `citykit models`: data models as code. */
export function addModelsCommands(program: Command, { answer, examples, json }: CommandParts): void {
  const models = program.command('models').description('Import, compare and use data models.');

  models
    .command('add')
    .description('Import a published data model, so that it validates offline, and add it to a city.')
    .argument('<folder>', 'folder of a type in a checkout of Smart Data Models, or its schema.json')
    .requiredOption('--spec <file>', 'the file of the city, YAML or JSON; models/<type>.yaml is written beside it')
    .option('--overwrite', 'replace a models/<type>.yaml that says something else')
    .addOption(json)
    .addHelpText(
      'after',
      examples('citykit models add dataModel.Transportation/BikeHireDockingStation --spec city.yaml'),
    )
    .action((folder: string, options: { spec: string; overwrite?: boolean }) =>
      answer('models add', async (context) => {
        const { addModel } = await import('./add');
        return addModel(folder, options, context);
      }),
    );

  models
    .command('diff')
    .description('Say which changes of data models break who reads or writes them; exit code 2 when one does.')
    .argument(
      '<old>',
      'a built-in type, a file with a model, a published folder or schema, or a spec with all of its models',
    )
    .argument('<new>', 'the same')
    .addOption(json)
    .addHelpText(
      'after',
      examples(
        'citykit models diff models/Bench.yaml new/Bench.yaml',
        'citykit models diff old/city.yaml city.yaml --json',
      ),
    )
    .action((before: string, now: string) =>
      answer('models diff', async (context) => {
        const { diffModels } = await import('./diff');
        return diffModels(before, now, context);
      }),
    );

  models
    .command('validate')
    .description('Check entities against the data models of a city; every error is shown at once.')
    .argument(
      '<entities>',
      'JSON, JSON-LD or one entity a line: normalized, concise or bare values; - reads standard input',
    )
    .requiredOption(...specOption)
    .addOption(json)
    .addHelpText(
      'after',
      examples(
        'citykit models validate entities.json --spec city.yaml',
        'curl … | citykit models validate - --spec city.yaml',
      ),
    )
    .action((entities: string, options: { spec: string }) =>
      answer('models validate', async (context) => {
        const { validateEntities } = await import('./validate');
        return validateEntities(entities, options, context);
      }),
    );

  models
    .command('types')
    .description('Write TypeScript types of the entities of a city, normalized and with bare values.')
    .requiredOption(...specOption)
    .option('--out <file>', 'write to a file instead of standard output')
    .option('--overwrite', 'replace a file that citykit did not write, or that was changed since')
    .addOption(json)
    .addHelpText('after', examples('citykit models types --spec city.yaml --out src/entities.ts'))
    .action((options: { spec: string; out?: string; overwrite?: boolean }) =>
      answer('models types', async (context) => {
        const { writeTypes } = await import('./types');
        return writeTypes(options, context);
      }),
    );
}
