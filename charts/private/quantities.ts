import type { ComputeSize, Cpu, Size } from '../../constructs/waist/units';
import { k8s } from './k8s';

// In the form that the API server keeps, with the largest unit that needs no fraction: whoever applies what it kept
// changes nothing.
/** An amount of bytes as Kubernetes writes it: `512Mi`, `2Gi`. */
export function bytes({ mebibytes }: Size): string {
  let [amount, unit] = [mebibytes, 0];
  for (; amount > 0 && amount % 1024 === 0; unit++) amount /= 1024;
  return `${amount}${['Mi', 'Gi', 'Ti', 'Pi'][unit]}`;
}

const cores = ({ millis }: Cpu): string => (millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`);

/** An amount of bytes as a typed quantity. */
export function quantity(size: Size): k8s.Quantity {
  return k8s.Quantity.fromString(bytes(size));
}

/** The same for a custom resource, which knows no typed quantities. */
export function plainResources({ cpu, memory }: ComputeSize): object {
  return {
    requests: { cpu: cores(cpu), memory: bytes(memory) },
    limits: { memory: bytes(memory) },
  };
}

/** Memory is request and limit at once, so that a node never runs out of it; processor time has no limit. */
export function resourceRequirements({ cpu, memory }: ComputeSize): k8s.ResourceRequirements {
  return {
    requests: { cpu: k8s.Quantity.fromString(cores(cpu)), memory: quantity(memory) },
    limits: { memory: quantity(memory) },
  };
}
