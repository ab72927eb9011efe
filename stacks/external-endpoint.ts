import type { ExternalEndpoint } from '../constructs/waist/primitives';
import type { AwsKind } from './aws-kind';

/** Nothing: its address is known by name only, so its port is open to any address, for whoever refers to it. */
export const externalEndpointKind: AwsKind<ExternalEndpoint> = {
  group: () => undefined,
  render: ({ host }) => ({ outputs: { host: [host] }, ready: [], keeps: [] }),
};
