import type { ComputeSize, Size } from '../../constructs/units';
import { k8s } from './k8s';

export function mebibytes(size: Size): k8s.Quantity {
  return k8s.Quantity.fromString(`${size.mebibytes}Mi`);
}

/** The same for a custom resource, which knows no typed quantities. */
export function plainResources({ cpu, memory }: ComputeSize): object {
  return {
    requests: { cpu: `${cpu.millis}m`, memory: `${memory.mebibytes}Mi` },
    limits: { memory: `${memory.mebibytes}Mi` },
  };
}

/** Memory is request and limit at once, so that a node never runs out of it; processor time has no limit. */
export function resources({ cpu, memory }: ComputeSize): k8s.ResourceRequirements {
  return {
    requests: { cpu: k8s.Quantity.fromString(`${cpu.millis}m`), memory: mebibytes(memory) },
    limits: { memory: mebibytes(memory) },
  };
}
