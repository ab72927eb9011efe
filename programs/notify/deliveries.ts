import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { type Outcome, outcomes, SendError } from './outcome';
import type { AddressCheck } from './receivers';
import { type Destination, withoutSecrets } from './relayed-endpoint';
import type { Message, Send } from './send';

/** A notification that the broker has handed over. */
export interface Notification extends Destination, Pick<Message, 'headers' | 'body'> {
  /** @default - the city allows it nowhere */
  readonly check: AddressCheck | undefined;
}

/** How long, and for how much, the relay waits. */
export interface DeliveryLimits {
  /** For one attempt where the subscription says nothing, in milliseconds. */
  readonly timeout: number;
  /** A notification that is older is given up, in milliseconds. */
  readonly keep: number;
  /** Notifications of one subscription that wait; more are dropped. */
  readonly waiting: number;
  /** Bytes of all that wait; more are dropped, of the subscription that has most. */
  readonly bytes: number;
  /** Pause before a receiver that was not there is tried again, in milliseconds; it doubles up to 20 times this. */
  readonly pause: number;
}

/** Notifications of one subscription, delivered one after the other in the order in which they came. */
interface Line {
  readonly waiting: { readonly notification: Notification; readonly since: number }[];
  /** Of all that waits. */
  bytes: number;
  running: boolean;
  /** How the last one ended. */
  last: Outcome;
}

/** How many lines are remembered; those without anything to do are forgotten beyond it. */
const remembered = 10_000;

/**
 * Notifications on their way: each subscription has a line of its own, so that none waits for another's receiver, and each
 * attempt ends in time.
 */
export class Deliveries {
  /** Notifications by tenant and by how they ended. The default tenant is the empty text. */
  readonly ended = new Map<string, Record<Outcome, number>>();
  readonly #lines = new Map<string, Line>();
  readonly #stop = new AbortController();
  #bytes = 0;

  constructor(
    private readonly limits: DeliveryLimits,
    private readonly send: Send,
    private readonly log: Log,
  ) {}

  /** Notifications that are not yet delivered. */
  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, { waiting }) => sum + waiting.length, 0);
  }

  /**
   * Takes a notification.
   *
   * @returns whether the last one of the same subscription that has ended was delivered; true when none has
   */
  accept(notification: Notification): boolean {
    const line = this.#line(notification);
    const size = notification.body.length;
    if (line.waiting.length >= this.limits.waiting || this.#stop.signal.aborted || !this.#makeRoom(line, size)) {
      this.#end(line, notification, 'dropped', 'too many are waiting');
      return false;
    }
    this.#count(line, size);
    line.waiting.push({ notification, since: performance.now() });
    if (!line.running) void this.#run(line);
    return line.last === 'delivered';
  }

  /** Goes on for so long, in milliseconds, with what waits; what is left then is dropped. */
  async stop(grace: number): Promise<void> {
    const end = performance.now() + grace;
    while (this.waiting > 0 && performance.now() < end) await sleep(50);
    this.#stop.abort();
    for (const line of this.#lines.values())
      for (const { notification } of line.waiting.splice(0)) this.#end(line, notification, 'dropped', 'the relay ends');
  }

  #count(line: Line, bytes: number): void {
    line.bytes += bytes;
    this.#bytes += bytes;
  }

  /**
   * Where there is no more room, the line that has most gives up its newest, so that a receiver that is away costs no other
   * subscription its notifications.
   *
   * @returns whether there is room; false for a line that would have most itself
   */
  #makeRoom(line: Line, size: number): boolean {
    while (this.#bytes + size > this.limits.bytes) {
      const most = [...this.#lines.values()].reduce((one, other) => (other.bytes > one.bytes ? other : one));
      // The first one is under way.
      if (most.bytes <= line.bytes + size || most.waiting.length < 2) return false;
      const { notification } = most.waiting.pop()!;
      this.#count(most, -notification.body.length);
      this.#end(most, notification, 'dropped', 'too many are waiting');
    }
    return true;
  }

  #line({ tenant = '', subscription }: Destination): Line {
    const key = JSON.stringify([tenant, subscription]);
    const known = this.#lines.get(key);
    if (known) return known;
    if (this.#lines.size >= remembered) {
      for (const [other, { running }] of this.#lines) if (!running) this.#lines.delete(other);
    }
    const line: Line = { waiting: [], bytes: 0, running: false, last: 'delivered' };
    this.#lines.set(key, line);
    return line;
  }

  async #run(line: Line): Promise<void> {
    line.running = true;
    for (let first = line.waiting[0]; first; first = line.waiting[0]) {
      const { notification, since } = first;
      const { outcome, reason } = await this.#deliver(notification, since + this.limits.keep);
      if (line.waiting[0] !== first) break;
      line.waiting.shift();
      this.#count(line, -notification.body.length);
      this.#end(line, notification, outcome, reason);
    }
    line.running = false;
  }

  async #deliver(
    notification: Notification,
    deadline: number,
  ): Promise<{ readonly outcome: Outcome; readonly reason?: string }> {
    const { check, timeout = this.limits.timeout } = notification;
    if (!check) return { outcome: 'forbidden', reason: 'the city does not allow the receiver' };
    if (performance.now() > deadline) return { outcome: 'expired', reason: `older than ${this.limits.keep} ms` };
    for (let pause = this.limits.pause; ; pause = Math.min(pause * 2, this.limits.pause * 20)) {
      try {
        await this.send({ ...notification, check, timeout });
        return { outcome: 'delivered' };
      } catch (error) {
        const { outcome, passing } =
          error instanceof SendError ? error : { outcome: 'unreachable' as const, passing: false };
        if (!passing || performance.now() + pause > deadline) return { outcome, reason: reasonOf(error) };
      }
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      if (this.#stop.signal.aborted) return { outcome: 'dropped', reason: 'the relay ends' };
    }
  }

  #end(line: Line, { tenant = '', subscription, uri }: Notification, outcome: Outcome, reason?: string): void {
    const counts =
      this.ended.get(tenant) ?? (Object.fromEntries(outcomes.map((name) => [name, 0])) as Record<Outcome, number>);
    counts[outcome]++;
    this.ended.set(tenant, counts);
    // What a receiver does for hours is said when it begins and when it ends.
    if (line.last !== outcome) {
      const fields = { ...(tenant && { tenant }), subscription, receiver: withoutSecrets(uri), outcome };
      this.log(outcome === 'delivered' ? 'notified again' : 'not notified', { ...fields, ...(reason && { reason }) });
    }
    line.last = outcome;
  }
}
