import { gatewayCpu, gatewayReplicas } from '../../spec/capacity/gateway-capacity';
import type { SizedCity } from '../../spec/city';
import { Size } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';

/** Measured: Envoy takes 70 MB. */
const mebibytes = { laptop: 128, pilot: 256, city: 384 } as const;

/** Size of the gateway for a city. */
export function gatewaySize(city: SizedCity): WorkloadSize {
  return {
    size: { cpu: gatewayCpu(city), memory: Size.mebibytes(mebibytes[city.profile]) },
    replicas: gatewayReplicas[city.profile],
  };
}
