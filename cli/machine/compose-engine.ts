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
}

/** One container of a project. */
export interface ContainerState {
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
      const answers = code === 0 ? await run([engine, 'info']) : undefined;
      if (answers?.code === 0) return new ComposeEngine(engine, folder);
      failures.push(`${engine}: ${lastLine((answers ?? { errors, output }).errors) || 'it does not answer'}`);
    }
    throw new CityError(
      [
        {
          code: 'engine-missing',
          path: 'docker compose',
          value: undefined,
          rule: `A platform on one machine needs a container engine with Compose that answers (${failures.join('; ')}).`,
          fix: 'Install Docker with its Compose plugin (https://docs.docker.com/engine/install/) or Podman with podman-compose, start it, and try again.',
        },
      ],
      'machine',
    );
  }

  private constructor(
    readonly engine: (typeof engines)[number],
    private readonly folder: string,
  ) {}

  /** Runs a command of Compose. */
  compose(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return run(
      [this.engine, 'compose', '--project-directory', this.folder, '--file', `${this.folder}/compose.yaml`, ...args],
      options,
    );
  }

  /** Every container of the project, also those that have ended. */
  async states(): Promise<ContainerState[]> {
    const { code, output, errors } = await this.compose(['ps', '--all', '--format', 'json']);
    if (code !== 0) throw engineFailed(errors);
    // Compose writes an object a line, and before 2.21 a list.
    const text = output.trim();
    const found = (
      text.startsWith('[')
        ? JSON.parse(text)
        : text
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line))
    ) as {
      Service: string;
      State: string;
      Health?: string;
      ExitCode?: number;
    }[];
    return found.map(({ Service, State, Health = '', ExitCode = 0 }) => ({
      service: Service,
      state: State,
      health: Health,
      exitCode: ExitCode,
    }));
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
        rule: `The container engine refused: ${lastLine(errors) || 'it said nothing'}`,
        fix: 'Mend what it names, and run the command again: what is done already stays.',
      },
    ],
    'machine',
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

function run([command = '', ...args]: readonly string[], { tell, input }: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
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
