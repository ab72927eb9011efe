import type { ExternalEndpoint } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';

/** Nothing: whoever refers to it gets a network that leads outside. */
export const externalEndpointKind: ComposeKind<ExternalEndpoint> = {
  runs: 'outside',
  ready: () => undefined,
  render: ({ host }) => ({ outputs: { host: [host] }, keeps: [] }),
};
