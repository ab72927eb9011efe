import type { Log } from '../shared/log';
import type { Device, Devices } from './devices';
import type { Ingest } from './ingest';
import { entityOf, type LeftOut, type MeasureLimits, measureOf } from './measure';
import type { IntakeMetrics } from './metrics';
import { type Reading, readingsOf, uplinkOf } from './reading';
import { Refusal } from './refusal';

/** Bounds of a message. */
export interface IntakeLimits extends MeasureLimits {
  /** Longest message, in bytes. */
  readonly bytes: number;
}

/** There is no room for more: who sent it sends it again later. */
class NoRoom extends Error {}

/** How often the log says the same of a device, in milliseconds. */
const quiet = 60_000;

/** Most devices that the log remembers. */
const mostSaid = 10_000;

/** Where messages of devices come in, whatever brought them: each is counted, and what is refused is logged with its reason. */
export class Intake {
  readonly #said = new Map<string, number>();

  constructor(
    readonly devices: Devices,
    private readonly ingest: Ingest,
    private readonly metrics: IntakeMetrics,
    private readonly limits: IntakeLimits,
    private readonly log: Log,
  ) {}

  /**
   * Takes what a device has sent of itself. Resolves when the broker has it.
   *
   * @returns what was left out
   * @throws Refusal; Error when it was not taken and should be sent again
   */
  message(device: Device, payload: string, { path, time }: { path?: string; time?: string } = {}): Promise<LeftOut> {
    return this.#counted(device, payload, () =>
      readingsOf(device.group, payload, path).map((reading) =>
        time !== undefined && reading.time === undefined ? { ...reading, time } : reading,
      ),
    );
  }

  /**
   * Takes an uplink that the network server of a group has sent of one of its devices.
   *
   * @throws as {@link message}
   */
  async uplink(server: Device, payload: string): Promise<LeftOut> {
    const { group } = server;
    return this.#told(server, async () => {
      this.#check(payload);
      const { device: id, readings } = uplinkOf(group.protocol, payload);
      if (readings.length === 0) return {};
      const device = await this.devices.known(group, id);
      return this.#store(device, readings);
    });
  }

  /** Counts and logs something refused. */
  refused({ reason, detail }: Refusal, device?: Device): void {
    this.metrics.refused(device?.group.id ?? '', reason);
    this.#say('refused', device, reason, { detail });
  }

  #counted(device: Device, payload: string, read: () => readonly Reading[]): Promise<LeftOut> {
    return this.#told(device, async () => {
      this.#check(payload);
      return this.#store(device, read());
    });
  }

  async #told(device: Device, take: () => Promise<LeftOut>): Promise<LeftOut> {
    try {
      return await take();
    } catch (error) {
      if (error instanceof Refusal) this.refused(error, device);
      throw error;
    }
  }

  #check(payload: string): void {
    if (!this.ingest.hasRoom) throw new NoRoom('too many measures wait for the broker');
    const { bytes } = this.limits;
    if (Buffer.byteLength(payload) > bytes) throw new Refusal('too-large', `A message has at most ${bytes} bytes.`);
  }

  async #store(device: Device, readings: readonly Reading[]): Promise<LeftOut> {
    const { group, id } = device;
    if (!this.ingest.hasRoomFor(group, entityOf(group, id)))
      throw new NoRoom('too many measures of the device wait for the broker');
    const begun = performance.now();
    const refusals: Refusal[] = [];
    const leftOut: Record<string, LeftOut[string]> = {};
    const stored = readings.map(async (reading) => {
      try {
        const { measure, leftOut: some } = measureOf(group, id, reading, this.limits);
        Object.assign(leftOut, some);
        await this.ingest.take(measure);
        this.metrics.stored(group.id, measure.time, performance.now() - begun);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(error);
      }
    });
    await Promise.all(stored);
    for (const [name, reason] of Object.entries(leftOut)) {
      this.metrics.leftOut(group.id, reason);
      this.#say('value left out', device, `${reason} ${name.slice(0, 100)}`);
    }
    const [first, ...more] = refusals;
    // Of several readings the good ones are kept.
    if (first && refusals.length === readings.length) throw first;
    for (const refusal of first ? [first, ...more] : []) this.refused(refusal, device);
    return leftOut;
  }

  /** A device that sends the same wrong thing all day says it once a minute. */
  #say(what: string, device: Device | undefined, reason: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const key = `${device?.group.id}/${device?.id} ${reason}`;
    const now = performance.now();
    if (now - (this.#said.get(key) ?? Number.NEGATIVE_INFINITY) < quiet) return;
    if (this.#said.size >= mostSaid) this.#said.clear();
    this.#said.set(key, now);
    this.log(what, { group: device?.group.id, device: device?.id, reason, ...fields });
  }
}
