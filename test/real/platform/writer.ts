import { setTimeout as sleep } from 'node:timers/promises';
import type { PodAnswer } from '../support/rendered/call-pod';

/** Makes one thing by its id; its answer, or an error where there was none. */
export type Write = (id: string) => Promise<PodAnswer>;

interface Attempt {
  readonly status: number | 'none';
  readonly began: number;
  readonly milliseconds: number;
}

/** Clients that create things one after the other, whatever happens, and remember what was acknowledged. */
export class Writer {
  readonly acknowledged: string[] = [];
  readonly attempts: Attempt[] = [];
  readonly #clients: Promise<void>[];
  #ended = false;

  constructor(prefix: string, write: Write, clients = 4) {
    this.#clients = Array.from({ length: clients }, async (_, client) => {
      for (let count = 0; !this.#ended; count++) {
        const id = `urn:ngsi-ld:Written:${prefix}-${client}-${count}`;
        const began = Date.now();
        const status = await write(id).then(
          (answer) => answer.status,
          () => 'none' as const,
        );
        if (status === 200 || status === 201) this.acknowledged.push(id);
        this.attempts.push({ status, began, milliseconds: Date.now() - began });
        // Slow enough to stay below the limit for all clients.
        await sleep(40);
      }
    });
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#clients);
  }

  /** Attempts begun since then. */
  since(time: number): readonly Attempt[] {
    return this.attempts.filter(({ began }) => began >= time);
  }
}
