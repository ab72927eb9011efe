#!/usr/bin/env node
import './compile-cache';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { changeCodes } from '../constructs/platform/changes/changes';
import { CityError, isCityError, type Problem } from '../constructs/spec/city-error';
import { visible } from '../constructs/spec/visible';
import { type Answer, answerText, emptyAnswers } from './answer';
import type { CommandContext } from './command';
import { standardConsole } from './console';
import { environmentProblem } from './environment-problem';
import { exitCode } from './exit-code';
import { withListsSplit } from './list-options';
import { type LanguageTag, languageTags } from './report/language/tags';
import { type TargetName, targetNames } from './targets/names';
import { version } from './version';
import { wrap } from './wrap';

const console = standardConsole({
  failed(error) {
    process.exitCode = tell(error);
    process.exit();
  },
});

const program = new Command('citykit')
  .description('Describe a city once; get its complete platform for Kubernetes, AWS or one machine.')
  .version(version())
  .showSuggestionAfterError()
  .showHelpAfterError('(citykit --help shows what there is)')
  .addHelpText(
    'after',
    `
Exit codes:
  0  good
  1  the environment failed, or a bug of citykit (with a stack trace)
  2  a mistake in the spec, in an option, or found by a gate`,
  )
  .exitOverride();

interface SynthFlags {
  readonly target?: TargetName[];
  readonly out: string;
  readonly accept?: string[];
  readonly language?: LanguageTag;
  readonly overwrite?: boolean;
}

/** Whether data are asked for, also of a command line that cannot be read. */
const asJson = process.argv.includes('--json');

const specArgument = [
  '<spec>',
  'city.yaml, city.json, city.ts, or a federation of cities; - reads YAML or JSON from standard input',
] as const;

const json = new Option('--json', 'print data as JSON on standard output');

program
  .command('validate')
  .description('Check a city or federation spec; every problem is shown at once.')
  .argument(...specArgument)
  .addOption(new Option('--target <name...>', 'check also what synth needs for this target').choices(targetNames))
  .addOption(json)
  .addHelpText(
    'after',
    examples(
      'citykit validate city.yaml',
      'citykit validate city.yaml --target aws',
      'citykit validate city.yaml --json',
    ),
  )
  .action((spec: string, options: { target?: TargetName[] }) =>
    answer('validate', async (context) => {
      const { validate } = await import('./validate');
      return validate(spec, { target: options.target ?? [] }, context);
    }),
  );

program
  .command('synth')
  .description('Write the deployable artefacts, after every gate passed.')
  .argument(...specArgument)
  .addOption(
    new Option(
      '--target <name...>',
      'what to write for; by itself what the spec has a section for, else kubernetes',
    ).choices(targetNames),
  )
  .option('--out <folder>', 'where to write', parseFolder, 'out')
  .addOption(
    new Option(
      '--accept <code...>',
      'change of a running city that is refused otherwise; its code stands in the message',
    ).choices(changeCodes),
  )
  .addOption(
    new Option('--language <tag>', "language of the page; by itself the first of the city's that it has").choices(
      languageTags,
    ),
  )
  .option('--overwrite', 'replace files in the folder that citykit did not write, or that were changed since')
  .addOption(json)
  .addHelpText(
    'after',
    examples(
      'citykit synth city.yaml',
      'citykit synth city.yaml --target kubernetes --out deploy',
      'kubectl apply --server-side -f out/izmir/kubernetes/',
    ),
  )
  .action((spec: string, options: SynthFlags) =>
    answer('synth', async (context) => {
      const { synth } = await import('./synth');
      return synth(spec, options, context);
    }),
  );

program
  .command('up')
  .description('Start a platform on this machine, with Docker or Podman, and return when it is ready.')
  .argument('<folder>', 'what synth --target compose wrote: out/<city>/compose')
  .option('--prepare', 'make passwords and the certificate, and start nothing')
  .option('--person <account>', 'account of the first person, who is made where there is nobody yet', 'operator')
  .addOption(json)
  .addHelpText('after', examples('citykit synth city.yaml --target compose', 'citykit up out/izmir/compose'))
  .action((folder: string, options: { prepare?: boolean; person: string }) =>
    answer('up', async (context) => {
      const { up } = await import('./up');
      return up(folder, options, context);
    }),
  );

program
  .command('down')
  .description('Take a platform on this machine away; its data stay.')
  .argument('<folder>', 'what synth --target compose wrote: out/<city>/compose')
  .option('--delete-data <city>', 'delete the data too, for good: the name of the city')
  .addOption(json)
  .addHelpText(
    'after',
    examples('citykit down out/izmir/compose', 'citykit down out/izmir/compose --delete-data izmir'),
  )
  .action((folder: string, options: { deleteData?: string }) =>
    answer('down', async (context) => {
      const { down } = await import('./down');
      return down(folder, options, context);
    }),
  );

program
  .command('cost')
  .description('Estimate what a platform costs a month on AWS, from a dated table of list prices.')
  .argument(...specArgument)
  .addOption(new Option('--target <name...>', 'the only target with list prices, and so the default').choices(['aws']))
  .addOption(json)
  .addHelpText('after', examples('citykit cost city.yaml', 'citykit cost city.yaml --json'))
  .action((spec: string) =>
    answer('cost', async (context) => {
      const { cost } = await import('./cost');
      return cost(spec, context);
    }),
  );

program
  .command('graph')
  .description('Draw what the platform is made of and who may talk to whom.')
  .argument(...specArgument)
  .addOption(new Option('--format <name>', 'form of the picture (default: svg)').choices(['svg', 'mermaid']))
  .option('--out <file>', 'write to a file instead of standard output; its ending says the form: .svg, .mmd')
  .option('--overwrite', 'replace a file that citykit did not write, or that was changed since')
  .addOption(json)
  .addHelpText(
    'after',
    examples('citykit graph city.yaml --out platform.svg', 'citykit graph city.yaml --format mermaid'),
  )
  .action((spec: string, options: { format?: 'svg' | 'mermaid'; out?: string; overwrite?: boolean }) =>
    answer('graph', async (context) => {
      const { graph } = await import('./graph');
      return graph(spec, options, context);
    }),
  );

program
  .command('explain')
  .description('Say what a code of a problem means and what to do.')
  .argument('[code...]', 'codes as they stand in brackets behind a problem; without any, all codes are listed')
  .addOption(json)
  .addHelpText('after', examples('citykit explain unknown-key', 'citykit explain'))
  .action((codes: string[]) =>
    answer('explain', async (context) => {
      const { explain } = await import('./explain');
      return explain(codes, context);
    }),
  );

// What is said of a command line quotes it.
const writeErr = (text: string) => (asJson ? undefined : process.stderr.write(visible(text)));
for (const command of [program, ...program.commands]) command.configureOutput({ writeErr });

/** Runs a command; with `--json` its answer is printed here, for all commands alike. */
async function answer(command: string, run: (context: CommandContext) => Promise<Answer>): Promise<void> {
  const given = await run({ console, json: asJson });
  if (asJson) console.data(answerText(command, given));
  if (!given.ok) process.exitCode = exitCode.usersMistake;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function parseFolder(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty; name a folder, or leave --out away for ./out.');
  return value;
}

async function main(): Promise<void> {
  try {
    await program.parseAsync(withListsSplit(process.argv.slice(2), ['--target', '--accept']), { from: 'user' });
  } catch (error) {
    process.exitCode = tell(error);
  }
}

/** Says what was thrown, and gives the exit code for it. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.good;
    const [rule = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
    const fix = hint.replace(/^\((.*)\)$/, '$1') || 'citykit --help shows what there is.';
    const message = error.code === 'commander.help' ? 'A command is missing.' : rule;
    failed([{ code: 'command-line', path: '', value: undefined, rule: message, fix }]);
    return exitCode.usersMistake;
  }
  if (isCityError(error)) {
    failed(error.problems, inWords(error));
    return exitCode.usersMistake;
  }
  const environment = environmentProblem(error);
  if (environment) {
    failed([environment], inWords(new CityError([environment], 'system')));
  } else {
    const fix = 'This is a bug in citykit. Please report it with the lines below.';
    const stack = (error as Error)?.stack ?? String(error);
    failed([{ code: 'bug', path: '', value: undefined, rule: stack, fix }], `${fix}\n${stack}`);
  }
  return exitCode.failed;
}

/** Prints problems: as data, or the text for people; commander prints its own. */
function failed(problems: readonly Problem[], text?: string): void {
  const command = process.argv.find((word) => word in emptyAnswers) ?? '';
  if (asJson) console.data(answerText(command, { problems }));
  else if (text !== undefined) console.say(text);
}

/** All that is told of problems. Only synth is expected to write. */
function inWords(error: CityError): string {
  const written = process.argv.includes('synth') ? 'Nothing was written.\n' : '';
  return `${folded(error.message)}\n\n${written}${moreAbout(error.problems)}`;
}

/** Sentences folded to the width of the terminal. */
function folded(message: string): string {
  const width = process.stderr.isTTY ? process.stderr.columns : undefined;
  return message.replace(/^( {4}(?:rule|fix): +)(.+)$/gm, (_, label: string, text: string) => wrap(label, text, width));
}

/** One command that explains all of them. */
function moreAbout(problems: readonly Problem[]): string {
  const codes = [...new Set(problems.map(({ code }) => code))];
  return `citykit explain ${codes.slice(0, 5).join(' ')} says more.`;
}

void main();
