/** Port that an address of a receiver means when it names none. */
export const defaultPorts = { https: 443, http: 80, mqtts: 8883, mqtt: 1883 } as const;

/** How a receiver of notifications can be reached. */
export type NotificationScheme = keyof typeof defaultPorts;
