import type { ExternalEndpoint } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';

/** Nothing: a policy knows addresses only, so its port is open to any address, for whoever refers to it. */
export const externalEndpointKind: KubernetesKind<ExternalEndpoint> = {
  nameLength: () => 63,
  peers: () => 'anyone',
  host: ({ host }) => host,
  kept: () => false,
  render: ({ host }) => ({ outputs: { host: [host] } }),
};
