import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port';
import { type Part, startPart } from '../part';
import type { Rendered } from '../rendered';

/** The PostgreSQL server of a rendered platform: the name, port and administrator are those of its setup job. */
export class RenderedDatabase {
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-database-'));
  #port = 0;
  #part: Part | undefined;
  #close: () => void = () => undefined;

  constructor(
    private readonly rendered: Rendered,
    /** Name of the setup job. */
    readonly setup: string,
  ) {}

  /**
   * Starts it, on the data that it had when it was stopped.
   *
   * @param settings PostgreSQL's own, over those of the part
   */
  async start(settings: Readonly<Record<string, string | number>> = {}): Promise<void> {
    const { PGHOST, PGPORT, PGPASSWORD } = this.rendered.pod(this.setup).main.env;
    this.#port ||= await freePort();
    this.#part = await startPart('postgres', {
      port: this.#port,
      folder: this.#folder,
      env: { POSTGRES_PASSWORD: PGPASSWORD! },
      args: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    });
    this.#close = await this.rendered.network.forward(PGHOST!, Number(PGPORT), this.#port);
  }

  /** Holds its files. */
  get dataFolder(): string {
    return join(this.#folder, 'data');
  }

  async stop(signal?: NodeJS.Signals): Promise<void> {
    this.#close();
    await this.#part?.stop(signal);
  }

  /** Name and password of the administrator, as the setup job has them. */
  get administrator(): { readonly PGUSER: string; readonly PGPASSWORD: string } {
    const { PGUSER, PGPASSWORD } = this.rendered.pod(this.setup).main.env;
    if (PGUSER === undefined || PGPASSWORD === undefined) throw new Error(`${this.setup} names no administrator`);
    return { PGUSER, PGPASSWORD };
  }

  /** Connection string of a role; without one, of the administrator. */
  url(database = 'postgres', role?: { readonly user: string; readonly password: string }): string {
    const { PGUSER, PGPASSWORD } = this.administrator;
    const { user, password } = role ?? { user: PGUSER, password: PGPASSWORD };
    return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Stops it and forgets its data. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
