/** What the simulator can show. */
export const demoKinds = ['parking', 'air-quality', 'weather', 'traffic'] as const;
/** One of {@link demoKinds}. */
export type DemoKind = (typeof demoKinds)[number];

/** A device that is simulated. */
export interface DemoDevice {
  readonly id: string;
  /** Spaces of a car park. @default - it is none */
  readonly spots?: number;
}

/** Devices of one kind, which are a group of the device gateway. */
export interface DemoGroup {
  readonly id: string;
  readonly kind: DemoKind;
  /** @default - the default tenant */
  readonly tenant?: string;
  /** Names of the values that the group takes. */
  readonly values: readonly string[];
  readonly devices: readonly DemoDevice[];
}

/** What the simulator is given: all that it sends follows from this and from the time. */
export interface DemoPlan {
  /** The same seed gives the same values. */
  readonly seed: string;
  /** Of the city, in degrees north: how warm it is, and when. */
  readonly latitude: number;
  /** IANA time zone, by whose clocks people drive. */
  readonly timeZone: string;
  readonly groups: readonly DemoGroup[];
}
