import type { DemoDevice, DemoGroup, DemoPlan } from '../../constructs/components/simulator/demo-plan';
import { clockOf, type Moment } from './day';
import { signals } from './signals';

/** A measure as it is sent, and when it was due, in milliseconds since 1970. */
export interface DemoMeasure {
  readonly due: number;
  readonly message: string;
}

/** What simulated devices measure, once an interval each. */
export class DemoMeasures {
  readonly #momentAt: (time: number) => Moment;

  /** @param every from one measure of a device to the next, in milliseconds */
  constructor(
    private readonly plan: DemoPlan,
    private readonly every: number,
  ) {
    this.#momentAt = clockOf(plan.timeZone);
  }

  /**
   * The measure of a device that was due last. A device measures at a second of the interval that is its own, so that not all
   * send at once; a program that is started anew goes on where another ended.
   *
   * @param place of the device among all, from 0 to 1
   */
  last(group: DemoGroup, device: DemoDevice, place: number, now = Date.now()): DemoMeasure {
    const { plan, every } = this;
    const phase = Math.floor((place * every) / 1000) * 1000;
    const due = Math.floor((now - phase) / every) * every + phase;
    const moment = this.#momentAt(due);
    const all = signals[group.kind](device, { seed: plan.seed, latitude: plan.latitude, moment });
    const values = Object.fromEntries(Object.entries(all).filter(([name]) => group.values.includes(name)));
    return { due, message: JSON.stringify({ ...values, TimeInstant: new Date(due).toISOString() }) };
  }
}
