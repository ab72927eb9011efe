/** What a device measures, and so how its value is read. */
export const measuredKinds = [
  ...(['number', 'boolean', 'text', 'texts', 'instant', 'geometry', 'relationship', 'json'] as const),
] as const;
/** One of {@link measuredKinds}. */
export type MeasuredKind = (typeof measuredKinds)[number];

/** How the messages of a device are written. */
export const deviceProtocols = ['json', 'ultralight', 'things-stack', 'chirpstack'] as const;
/** One of {@link deviceProtocols}. */
export type DeviceProtocol = (typeof deviceProtocols)[number];

/** The attribute of an entity that a value of a device becomes. */
export interface MeasuredAttribute {
  readonly name: string;
  readonly kind: MeasuredKind;
  /** UN/CEFACT code. */
  readonly unit?: string;
}

/** A LoRaWAN network server that uplinks are fetched from, over MQTT with TLS. */
export interface NetworkServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Variable of the environment that holds the password. */
  readonly passwordVariable: string;
  /** What is subscribed to. */
  readonly topic: string;
}

/** Devices of one kind and tenant, as the device gateway reads them. */
export interface DeviceGroup {
  /** Names the group in topics and addresses, where an IoT Agent has its API key. */
  readonly id: string;
  /** @default - the default tenant */
  readonly tenant?: string;
  readonly protocol: DeviceProtocol;
  /** Type of the entities. */
  readonly type: string;
  /** Id of the entity of a device, with `{id}` for that of the device. */
  readonly entity: string;
  /** URL of the `@context` in which the names of type and attributes stand. */
  readonly context: string;
  /** Devices that are known from the start, each with NGSI-LD attributes of its own entity. */
  readonly devices: Readonly<Record<string, Readonly<Record<string, object>>>>;
  /** Ids of further devices that are known: a `*` stands for any characters. @default - none */
  readonly pattern?: string;
  /** By the name that the device gives them; for what a LoRaWAN decoder nests, the path with dots. */
  readonly attributes: Readonly<Record<string, MeasuredAttribute>>;
  /** NGSI-LD attributes that every entity gets, as they are sent. */
  readonly fixed: Readonly<Record<string, object>>;
  /** @default - uplinks are posted by the network server */
  readonly network?: NetworkServer;
  /** Whether its devices are simulated: what they have left is removed once the group or the device is gone. @default false */
  readonly simulated?: boolean;
}

/** Ids of devices: what fits into a topic, a URN and a URL as it is. */
export const deviceIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
