import { spawn } from 'node:child_process';
import { CityError } from '../../constructs/problems/city-error';

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** How a command is run. */
export interface RunOptions {
  /** Is told each line of what it says besides its output. */
  readonly tell?: (line: string) => void;
  /** What it reads. @default nothing */
  readonly input?: string;
  /** Where it runs. @default where this process does */
  readonly cwd?: string;
}

/** One container of a project. */
export interface ContainerState {
  readonly id: string;
  readonly service: string;
  readonly state: string;
  /** Empty where nobody asks. */
  readonly health: string;
  readonly exitCode: number;
}

const engines = ['docker', 'podman'] as const;

/** Compose for the project in a folder. */
export class ComposeEngine {
  /**
   * Docker, or else Podman.
   *
   * @throws {CityError} with what to install or to start.
   */
  static async find(folder: string): Promise<ComposeEngine> {
    const failures: string[] = [];
    for (const engine of engines) {
      const { code, errors, output } = await run([engine, 'compose', 'version']);
      // Seen of podman-compose 1.3.0 and Podman 5.4.2, which looks for what the ended container itself waited for.
      if (code === 0 && output.includes('podman-compose')) {
        failures.push(
          'podman: its Compose is podman-compose, which starts nothing that waits for a container that has ended',
        );
        continue;
      }
      const answers = code === 0 ? await run([engine, 'info']) : undefined;
      if (answers?.code === 0) return new ComposeEngine(engine, folder);
      const reason = reasonIn((answers ?? { errors }).errors) || 'it does not answer';
      failures.push(reason.startsWith(`${engine}: `) ? reason : `${engine}: ${reason}`);
    }
    throw new CityError(
      [
        {
          code: 'engine-missing',
          path: 'docker compose',
          value: undefined,
          rule: `A platform on one machine needs a container engine with Compose that answers (${failures.join('; ')}).`,
          fix: 'Install Docker with its Compose plugin (https://docs.docker.com/engine/install/) or Podman with docker-compose and its socket (systemctl enable --now podman.socket), start it, and try again.',
        },
      ],
      'machine',
    );
  }

  private constructor(
    readonly engine: (typeof engines)[number],
    private readonly folder: string,
  ) {}

  /** Runs a command of Compose in the folder of the project. */
  compose(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return run([this.engine, 'compose', '--file', 'compose.yaml', ...args], { ...options, cwd: this.folder });
  }

  /** Every container of a project, also those that have ended; the engine itself says it alike with each Compose. */
  async states(project: string): Promise<ContainerState[]> {
    const label = `label=com.docker.compose.project=${project}`;
    const listed = await run([this.engine, 'ps', '--all', '--quiet', '--no-trunc', '--filter', label]);
    if (listed.code !== 0) throw engineFailed(listed.errors);
    const ids = listed.output.split('\n').filter(Boolean);
    if (ids.length === 0) return [];
    // One that has gone meanwhile is an error besides the others.
    const { output, errors } = await run([this.engine, 'inspect', '--type', 'container', ...ids]);
    return containersIn(output, errors)
      .filter(({ Config: { Labels } }) => Labels['com.docker.compose.oneoff'] !== 'True')
      .map(({ Id, State, Config: { Labels } }) => ({
        id: Id,
        service: Labels['com.docker.compose.service'] ?? '',
        state: State.Status,
        health: State.Health?.Status ?? '',
        exitCode: State.ExitCode,
      }));
  }

  /** The last lines that a container said. */
  async log({ id }: ContainerState, lines: number): Promise<string> {
    const { output, errors } = await run([this.engine, 'logs', '--tail', String(lines), id]);
    return `${output}${errors}`.trimEnd();
  }
}

/** What `inspect` says of a container, of Docker and of Podman. */
interface Inspected {
  readonly Id: string;
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Health?: { readonly Status: string } };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
}

function containersIn(output: string, errors: string): Inspected[] {
  try {
    return JSON.parse(output) as Inspected[];
  } catch {
    throw engineFailed(errors);
  }
}

/** What the engine said, as a problem. */
export function engineFailed(errors: string): CityError {
  return new CityError(
    [
      {
        code: 'engine-failed',
        path: 'docker compose',
        value: undefined,
        rule: `The container engine refused: ${reasonIn(errors) || 'it said nothing'}`,
        fix: 'Mend what it names, and run the command again: what is done already stays.',
      },
    ],
    'machine',
  );
}

/** What Podman says when its Compose has failed, and what Docker says of its help: no reason. */
const noReason = /^$|^Error: executing |^(Run|See) '.*--help'/;

/** The reason that was said last. */
function reasonIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.findLast((line) => !noReason.test(line)) ?? '';
}

function run([command = '', ...args]: readonly string[], { tell, input, cwd }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...(cwd !== undefined && { cwd }) });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
      for (const line of String(chunk).split('\n')) if (line.trim() !== '') tell?.(line.trim());
    });
    child.on('error', (error) => resolve({ code: 127, output, errors: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output, errors }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
