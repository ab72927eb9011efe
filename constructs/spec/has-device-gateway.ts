/** What decides whether a platform has a device gateway. */
interface Senders {
  readonly devices: readonly unknown[];
  readonly demoData?: boolean | undefined;
}

/** Whether anything sends measures, or has sent demo data that is to be removed. */
export const hasDeviceGateway = ({ devices, demoData }: Senders): boolean =>
  devices.length > 0 || demoData !== undefined;
