import { randomBytes } from 'node:crypto';
import type { ApiQuestion } from './check-context';
import { listOfObjects, type PlatformAnswer } from './exchange';
import { VerifyError } from './verify-error';

/** Type of every entity that a run writes: no data model has it. */
export const fixtureType = 'CitykitVerification';

const prefix = `urn:ngsi-ld:${fixtureType}:`;
const subscriptionPrefix = `urn:ngsi-ld:Subscription:${fixtureType}:`;

/** Where the fixture lies: in the sea off the coast of West Africa, where no city is. */
const origin = { longitude: 0.01, latitude: 0.01 } as const;

type Ask = (path: string, question?: ApiQuestion) => Promise<PlatformAnswer>;

/** Whether an id is one of a fixture, of this run or of another. */
export const isFixtureId = (id: string): boolean => id.startsWith(prefix);

/**
 * What a run writes, in one tenant, under a prefix of its own, and removes again. Five entities: `level` 1 to 5; the first three
 * within a kilometre of {@link origin}, the others 50 km away; each but the last has a relationship `next` to the one after it.
 */
export class Fixture {
  /** When the run began, and a number of its own. */
  readonly run: string;
  readonly #made: { readonly path: string; readonly tenant: string | null | undefined }[] = [];

  constructor(
    private readonly ask: Ask,
    now = Date.now(),
  ) {
    this.run = `${now.toString(36)}-${randomBytes(4).toString('hex')}`;
  }

  /** Id of an entity of this run. */
  id(name: string | number): string {
    return `${prefix}${this.run}-${name}`;
  }

  /** An entity of the fixture as it was written. */
  entity(number: number): Readonly<Record<string, unknown>> {
    const near = number <= 3 ? number / 1000 : 0.5;
    return {
      id: this.id(number),
      type: fixtureType,
      level: { type: 'Property', value: number, observedAt: new Date(Date.UTC(2026, 0, number)).toISOString() },
      note: { type: 'Property', value: `written by citykit verify, removed at its end` },
      location: {
        type: 'GeoProperty',
        value: { type: 'Point', coordinates: [origin.longitude + near, origin.latitude] },
      },
      ...(number < 5 && { next: { type: 'Relationship', object: this.id(number + 1) } }),
    };
  }

  /**
   * Writes it, and removes what an earlier run was kept from removing.
   *
   * @throws VerifyError where the platform does not take it
   */
  async write(): Promise<void> {
    await this.#removeOld();
    const entities = [1, 2, 3, 4, 5].map((number) => this.entity(number));
    for (const { id } of entities) this.keep(`/entities/${String(id)}`);
    const answer = await this.ask('/entityOperations/upsert', { method: 'POST', json: entities });
    if (answer.status >= 300)
      throw new VerifyError(
        `The fixture could not be written: ${answer.status}.`,
        'Give a token with the role editor in the tenant (--tenant), or leave --write away.',
      );
  }

  /**
   * Says that something is to be removed at the end, by its path below the API.
   *
   * @param tenant where it is; null for the default tenant. @default that of the run
   */
  keep(path: string, tenant?: string | null): void {
    this.#made.push({ path, tenant });
  }

  /** Removes everything, whatever of it is still there. @returns paths of what could not be removed */
  async remove(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { path, tenant } of this.#made.splice(0).reverse()) {
      const where = tenant === undefined ? {} : { tenant };
      const answer = await this.ask(path, { method: 'DELETE', ...where }).catch(() => undefined);
      if (answer === undefined || (answer.status >= 300 && answer.status !== 404)) left.push(path);
    }
    return left;
  }

  /** A run that was killed could not tidy up: what is older than ten minutes goes. */
  async #removeOld(): Promise<void> {
    const oldest = Date.now() - 10 * 60 * 1000;
    const begun = (id: string) => Number.parseInt(/Citykit\w*:([0-9a-z]+)-/i.exec(id)?.[1] ?? 'zzzzzzzzz', 36);
    const entities = await this.ask(`/entities?type=${fixtureType}&limit=100`);
    const subscriptions = await this.ask('/subscriptions?limit=100');
    const old = (answer: PlatformAnswer, known: (id: string) => boolean) =>
      listOfObjects(answer)
        .map(({ id }) => String(id))
        .filter((id) => known(id) && begun(id) < oldest);
    for (const id of old(entities, isFixtureId)) this.keep(`/entities/${id}`);
    const own = (id: string) => id.startsWith(subscriptionPrefix);
    for (const id of old(subscriptions, own)) this.keep(`/subscriptions/${id}`);
    await this.remove();
  }

  /** Id of a subscription of this run. */
  subscription(name: string): string {
    return `${subscriptionPrefix}${this.run}-${name}`;
  }
}
