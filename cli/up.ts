import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import type { ComposeFile, WelcomeNotes } from '../compose/compose-file';
import { CityError } from '../constructs/problems/city-error';
import { bundledProgram } from '../constructs/waist/bundled-program';
import type { Answer } from './answer';
import type { CommandContext } from './command';
import { ComposeEngine, type ContainerState, engineFailed } from './machine/compose-engine';
import { prepare } from './machine/prepare';
import { readProject } from './machine/project';

/** Options of `citykit up`. */
export interface UpOptions {
  /** Make passwords and the certificate, and start nothing. @default false */
  readonly prepare?: boolean;
  /** Account of the first person, who is made in a realm without people. @default 'operator' */
  readonly person?: string;
}

/** What `citykit up --json` prints. */
export interface UpAnswer extends Answer {
  readonly project: string | null;
  /** Public addresses; null where no whole platform was started. */
  readonly portal: string | null;
  readonly api: string | null;
  /** File of the authority that browsers have to trust; null where the city has a certificate of its own. */
  readonly authority: string | null;
  /** The first person, who signs in once with this password; null where the realm has people already. */
  readonly person: { readonly account: string; readonly once: string; readonly signIn: string } | null;
}

/** The longest that everything together may take, images that are pulled not counted. */
const patience = 20 * 60_000;

/**
 * `citykit up`: starts a platform on this machine from what `citykit synth --target compose` wrote, and returns when all of it
 * is ready.
 *
 * @throws {CityError} when there is no engine, it refuses, or a part does not become ready.
 */
export async function up(folder: string, options: UpOptions, context: CommandContext): Promise<UpAnswer> {
  const { console, json } = context;
  const file = readProject(folder);
  const notes = file['x-citykit'];
  const engine = options.prepare ? undefined : await ComposeEngine.find(folder);
  console.progress('Passwords and certificate');
  const { authority, made } = prepare(folder, notes);
  const { welcome } = notes;
  const answer = {
    ok: true,
    project: file.name,
    portal: welcome?.portal ?? null,
    api: welcome?.api ?? null,
    authority: authority ?? null,
    person: null,
    problems: [],
  };
  if (!engine) {
    if (!json) console.data(`${made.length} passwords made in ${folder}/.env; docker compose up starts the platform.`);
    return answer;
  }
  await start(engine, file, console);
  await untilReady(engine, file, console);
  const person = welcome?.people
    ? await makePerson(engine, welcome.people, options.person ?? 'operator', console)
    : null;
  if (!json) console.data(described(welcome, authority, person).join('\n'));
  return { ...answer, person };
}

/**
 * Starts what does not run, each after what it waits for. Compose gives up when one of these is unhealthy, which on a busy
 * machine is one that is not ready yet: then it is asked again.
 */
async function start(engine: ComposeEngine, file: ComposeFile, console: CommandContext['console']): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const { code, errors } = await engine.compose(['up', '--detach', '--remove-orphans'], {
      tell: (line) => console.progress(line),
    });
    if (code === 0) return;
    if (!/ is unhealthy$/m.test(errors) || Date.now() > end) await explainFailure(engine, file, console, errors);
  }
}

/** Waits until every service is ready or has ended well. */
async function untilReady(engine: ComposeEngine, file: ComposeFile, console: CommandContext['console']): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const states = await engine.states(file.name);
    const names = Object.keys(file.services);
    const waiting = names.filter(
      (name) =>
        !isReady(
          file,
          states.find(({ service }) => service === name),
        ),
    );
    if (waiting.length === 0) return;
    const failed = states.find(
      ({ service, state, exitCode }) => waiting.includes(service) && state === 'exited' && exitCode !== 0,
    );
    if (failed || Date.now() > end) await explainFailure(engine, file, console, '', failed?.service ?? waiting[0]);
    console.progress(`${names.length - waiting.length} of ${names.length} ready; waiting for ${waiting.join(', ')}`);
    await sleep(2000);
  }
}

function isReady({ services }: ComposeFile, state: ContainerState | undefined): boolean {
  if (!state) return false;
  const { restart, healthcheck } = services[state.service] ?? {};
  if (restart === 'no') return state.state === 'exited' && state.exitCode === 0;
  return state.state === 'running' && (!healthcheck || state.health === 'healthy');
}

/** @throws always: with the last words of the service that failed, or of the engine. */
async function explainFailure(
  engine: ComposeEngine,
  file: ComposeFile,
  console: CommandContext['console'],
  errors: string,
  known?: string,
): Promise<never> {
  const states = await engine.states(file.name).catch((): ContainerState[] => []);
  const failed =
    known ??
    states.find(({ state, exitCode, health }) => (state === 'exited' && exitCode !== 0) || health === 'unhealthy')
      ?.service;
  if (failed === undefined || !(failed in file.services)) throw engineFailed(errors);
  const container = states.find(({ service }) => service === failed);
  console.say(container ? await engine.log(container, 8) : 'It was not made.');
  throw new CityError(
    [
      {
        code: 'service-failed',
        path: failed,
        value: undefined,
        rule: `The service ${failed} did not become ready. Its last words stand above.`,
        fix: `See docker compose logs ${failed}; then run citykit up again: what is done already stays.`,
      },
    ],
    'machine',
  );
}

async function makePerson(
  engine: ComposeEngine,
  { madeBy, realm, email, tenants, signIn }: NonNullable<WelcomeNotes['people']>,
  account: string,
  console: CommandContext['console'],
): Promise<UpAnswer['person']> {
  console.progress('The first person');
  const env = Object.entries({
    REALM: realm,
    EMAIL: email,
    ACCOUNT: account,
    ROLE: 'operator',
    TENANTS: tenants.join(','),
  });
  const { code, output, errors } = await engine.compose(
    [
      'run',
      '--rm',
      '--no-deps',
      '-T',
      ...env.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      '--entrypoint',
      'node',
      madeBy,
      '-',
    ],
    { input: bundledProgram('first-person') },
  );
  if (code !== 0) throw engineFailed(errors);
  const person = JSON.parse(output) as { readonly made: boolean; readonly account: string; readonly once: string };
  return person.made ? { account: person.account, once: person.once, signIn } : null;
}

function described(
  welcome: WelcomeNotes | undefined,
  authority: string | undefined,
  person: UpAnswer['person'],
): string[] {
  if (!welcome) return ['up'];
  const { title, portal, api, people } = welcome;
  return [
    `${pc.green('up')}  ${pc.bold(title)}`,
    `  portal   ${portal}`,
    `  API      ${api}`,
    ...(people ? [`  people   ${people.signIn}`] : []),
    ...(person
      ? ['', `${person.account} signs in once, at ${person.signIn}, with ${person.once} and then chooses a password.`]
      : []),
    ...(authority
      ? [
          '',
          `The certificate is signed by an authority of this machine. Let your browser trust ${authority},`,
          `or ask with curl --cacert ${authority} ${portal}/`,
        ]
      : []),
  ];
}
