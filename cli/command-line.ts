import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { changeCodes } from '../constructs/platform/changes/changes';
import { CityError, isCityError, type Problem } from '../constructs/problems/city-error';
import { visible } from '../constructs/problems/visible';
import { checks } from '../constructs/waist/checks';
import { editionNames } from '../verify/edition';
import { VerifyError } from '../verify/verify-error';
import { type Answer, answerText, emptyAnswers } from './answer';
import type { CommandContext } from './command';
import { standardConsole } from './console';
import { environmentProblem } from './environment-problem';
import { exitCode } from './exit-code';
import { withListsSplit } from './list-options';
import { addModelsCommands } from './models/models-commands';
import type { PlanFlags } from './plan';
import { type LanguageTag, languageTags } from './report/language/tags';
import { type SynthTargetName, synthTargetNames } from './targets/names';
import type { VerifyFlags } from './verify';
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
  readonly target?: SynthTargetName[];
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
  .addOption(
    new Option(
      '--target <name...>',
      'what to check it for; by itself what the spec has a section for, else kubernetes',
    ).choices(synthTargetNames),
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
  .action((spec: string, options: { target?: SynthTargetName[] }) =>
    answer('validate', async (context) => {
      const { validate } = await import('./validate');
      return validate(spec, options, context);
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
    ).choices(synthTargetNames),
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

addModelsCommands(program, { answer, examples, json });

program
  .command('verify')
  .description('Hold a running platform against the mechanisms of OASC, and say what it meets.')
  .argument(
    '<url or spec>',
    'address of the platform, such as https://izmir.example, or the spec that it was made from',
  )
  .addOption(new Option('--edition <name>', 'edition of the mechanisms').choices(editionNames).default('current'))
  .option(
    '--write',
    'write a few entities under an id prefix of their own, and remove them again; otherwise it only reads',
  )
  .option('--tenant <id>', 'tenant to write in; by itself verify, or the first of the token')
  .option('--city <name>', 'which city of a federation')
  .addOption(new Option('--only <check...>', 'checks to run').choices(Object.keys(checks)))
  .option('--strict', 'fail also where something that must be was not tried')
  .option('--token-file <file>', 'access token to show, in place of CITYKIT_CLIENT_ID and CITYKIT_CLIENT_SECRET')
  .option('--issuer <url>', 'who signs the tokens, where a URL is verified whose realm is named otherwise')
  .option('--via <url>', 'where the addresses lead until DNS does: https://HOST:PORT of the edge', parseUrl)
  .option('--timeout <seconds>', 'how long one answer may take (default: 10)', parseSeconds)
  .option('--ca <file>', 'certificate authority to trust besides the public ones, as PEM')
  .option('--receiver <url>', 'address that leads to this machine, to be notified at', parseUrl)
  .option('--listen <[host:]port>', 'where to listen for that; by itself 127.0.0.1 and the port of --receiver')
  .option('--cluster [context]', 'also look into the cluster, by kubectl')
  .option('--html <file>', 'write the report as a page')
  .option('--junit <file>', 'write the report as JUnit')
  .option('--mim <file>', 'write the report as mim.yml, a document for each component')
  .option('--overwrite', 'replace files that citykit did not write, or that were changed since')
  .option('--suite <name=path>', 'run a suite of others: ngsi-ld, features, dcat-ap, mim7; once for each', collect)
  .option('--suite-results <name=file>', 'take in what such a suite has written; once for each', collect)
  .option('--suite-api <url>', 'NGSI-LD API for suites that know no tokens: the broker itself', parseUrl)
  .option('--suite-context <url>', 'the context of the suite, where the broker may fetch it from', parseUrl)
  .option('--suite-host <host>', 'this machine as the broker reaches it, for suites that it notifies or asks')
  .option('--compare <file>', 'an earlier answer of --json: tell what has changed')
  .addOption(json)
  .addHelpText(
    'after',
    `${examples(
      'citykit verify city.yaml',
      'citykit verify city.yaml --write --html report.html',
      'citykit verify https://izmir.example --edition 2015',
      'citykit verify city.yaml --compare yesterday.json --json > today.json',
    )}

Environment:
  CITYKIT_CLIENT_ID, CITYKIT_CLIENT_SECRET  a machine of the platform's identity that asks for the token

Exit codes:
  0  all that must be, and was tried, is met
  1  the platform does not answer, or what was given does not open it
  2  something that must be is not met`,
  )
  .action((target: string, options: VerifyFlags) =>
    answer('verify', async (context) => {
      const { verify } = await import('./verify');
      return verify(target, options, context);
    }),
  );

program
  .command('plan')
  .description(
    'Plan the year from the letter of intent to a working implementation: what stands, what is missing, by when.',
  )
  .argument(...specArgument)
  .requiredOption('--joined <day>', 'day of the letter of intent: 2026-11-28')
  .option('--out <folder>', 'where to write a page, Markdown and a calendar for each city', parseFolder, 'plan')
  .option('--report <file...>', 'what citykit verify --json has written, of any of the cities')
  .option('--overwrite', 'replace files that citykit did not write, or that were changed since')
  .addOption(json)
  .addHelpText(
    'after',
    examples(
      'citykit plan city.yaml --joined 2026-11-28',
      'citykit plan federation.yaml --joined 2026-11-28 --report izmir.json istanbul.json --out plan',
    ),
  )
  .action((spec: string, options: PlanFlags) =>
    answer('plan', async (context) => {
      const { plan } = await import('./plan');
      return plan(spec, options, context);
    }),
  );

// What is said of a command line quotes it.
const writeErr = (text: string) => (asJson ? undefined : process.stderr.write(visible(text)));
for (const command of [program, ...allCommands(program)]) command.configureOutput({ writeErr });

/** Every command, also those that belong to another. */
function allCommands(parent: Command): readonly Command[] {
  return parent.commands.flatMap((command) => [command, ...allCommands(command)]);
}

/** Runs a command; with `--json` its answer is printed here, for all commands alike. */
async function answer(command: string, run: (context: CommandContext) => Promise<Answer>): Promise<void> {
  const given = await run({ console, json: asJson });
  if (asJson) console.data(answerText(command, given));
  if (!given.ok) process.exitCode = exitCode.usersMistake;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function parseSeconds(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new InvalidArgumentError('It is no number of seconds from 1 to 999.');
  return Number(value);
}

function parseUrl(value: string): string {
  if (!/^https?:\/\/[^/@\s]+/.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError('It is no http or https address.');
  return value;
}

/** The values of an option that is given more than once. */
function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
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
  if (error instanceof VerifyError) {
    const { message, fix, isMistake } = error;
    const code = isMistake ? 'command-line' : 'environment';
    failed([{ code, path: '', value: undefined, rule: message, fix }], `${message}\n${fix}`);
    return isMistake ? exitCode.usersMistake : exitCode.failed;
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
  const words = process.argv.slice(2);
  const own = words[0] === 'models' ? words.slice(0, 2).join(' ') : '';
  const command = own in emptyAnswers ? own : (words.find((word) => word in emptyAnswers) ?? '');
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
