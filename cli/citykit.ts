#!/usr/bin/env node
import './compile-cache';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { changeCodes } from '../constructs/platform/changes/changes';
import { isCityError } from '../constructs/spec/city-error';
import { standardConsole } from './console';
import { exitCode } from './exit-code';
import { type LanguageTag, languageTags } from './report/language/tags';
import { version } from './version';

const console = standardConsole();

const program = new Command('citykit')
  .description('Describe a city once; get its complete platform for Kubernetes and AWS.')
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
  readonly target: ('kubernetes' | 'aws')[];
  readonly out: string;
  readonly accept?: string[];
  readonly language?: LanguageTag;
  readonly json?: boolean;
}

const json = new Option('--json', 'print data as JSON on standard output');

program
  .command('validate')
  .description('Check a city or federation spec; every problem is shown at once.')
  .argument('<spec>', 'city.yaml, city.json, city.ts, or a federation of cities')
  .addOption(
    new Option('--target <name...>', 'check also what synth needs for this target').choices(['kubernetes', 'aws']),
  )
  .addOption(json)
  .addHelpText(
    'after',
    examples(
      'citykit validate city.yaml',
      'citykit validate city.yaml --target aws',
      'citykit validate city.yaml --json',
    ),
  )
  .action(async (spec: string, options: { target?: ('kubernetes' | 'aws')[]; json?: boolean }) => {
    const { validate } = await import('./validate');
    await validate(spec, { target: options.target ?? [] }, { console, json: options.json ?? false });
  });

program
  .command('synth')
  .description('Write the deployable artefacts, after every gate passed.')
  .argument('<spec>', 'city.yaml, city.json, city.ts, or a federation of cities')
  .addOption(
    new Option('--target <name...>', 'what to write for').choices(['kubernetes', 'aws']).default(['kubernetes', 'aws']),
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
  .addOption(json)
  .addHelpText(
    'after',
    examples(
      'citykit synth city.yaml',
      'citykit synth city.yaml --target kubernetes --out deploy',
      'kubectl apply --server-side -f out/izmir/kubernetes/',
    ),
  )
  .action(async (spec: string, options: SynthFlags) => {
    const { synth } = await import('./synth');
    const passed = await synth(spec, options, { console, json: options.json ?? false });
    if (!passed) process.exitCode = exitCode.usersMistake;
  });

program
  .command('cost')
  .description('Estimate what a platform costs a month on AWS, from a dated table of list prices.')
  .argument('<spec>', 'city.yaml, city.json, city.ts, or a federation of cities')
  .addOption(json)
  .addHelpText('after', examples('citykit cost city.yaml', 'citykit cost city.yaml --json'))
  .action(async (spec: string, options: { json?: boolean }) => {
    const { cost } = await import('./cost');
    await cost(spec, { console, json: options.json ?? false });
  });

program
  .command('graph')
  .description('Draw what the platform is made of and who may talk to whom.')
  .argument('<spec>', 'city.yaml, city.json, city.ts, or a federation of cities')
  .addOption(new Option('--format <name>', 'form of the picture').choices(['svg', 'mermaid']).default('svg'))
  .option('--out <file>', 'write to a file instead of standard output')
  .addOption(json)
  .addHelpText(
    'after',
    examples('citykit graph city.yaml --out platform.svg', 'citykit graph city.yaml --format mermaid'),
  )
  .action(async (spec: string, options: { format: 'svg' | 'mermaid'; out?: string; json?: boolean }) => {
    const { graph } = await import('./graph');
    await graph(spec, options, { console, json: options.json ?? false });
  });

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function parseFolder(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty; name a folder, or leave --out away for ./out.');
  return value;
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCode.good : exitCode.usersMistake;
      return;
    }
    if (isCityError(error)) {
      if (process.argv.includes('--json')) console.data(JSON.stringify({ problems: error.problems }, null, 2));
      else console.say(`${error.message}\n\nNothing was written.`);
      process.exitCode = exitCode.usersMistake;
      return;
    }
    const environment = error as NodeJS.ErrnoException;
    if (typeof environment.code === 'string' && typeof environment.syscall === 'string') {
      console.say(`citykit: ${environment.message}`);
    } else {
      console.say(
        `This is a bug in citykit. Please report it with the lines below.\n${(error as Error)?.stack ?? error}`,
      );
    }
    process.exitCode = exitCode.failed;
  }
}

void main();
