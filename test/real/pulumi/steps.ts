import type { StepEventMetadata } from '@pulumi/pulumi/automation';
import type { KubernetesObject } from '../cluster/platforms';
import { nameIn } from '../cluster/read';
import type { Ran } from './engine';

/** What the engine did with one Kubernetes object. */
export interface Step {
  /** `create`, `same`, `update`, `delete`, `create-replacement` … */
  readonly op: string;
  /** `Deployment/izmir-broker` */
  readonly object: string;
  /** As the program gave it; as it was before, where it is deleted. */
  readonly inputs: KubernetesObject;
}

/** The steps of a run, in the order in which they were begun. */
export function begun({ events }: Ran): Step[] {
  return events.flatMap(({ resourcePreEvent }) => stepOf(resourcePreEvent?.metadata));
}

/** Which objects were begun before another, that `needs` names, was there and ready. */
export function tooEarly({ events }: Ran, needs: (step: Step) => readonly string[]): string[] {
  const done = new Set<string>();
  return events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
    for (const { object } of stepOf(resOutputsEvent?.metadata)) done.add(object);
    return stepOf(resourcePreEvent?.metadata).flatMap((step) =>
      needs(step).flatMap((need) => (done.has(need) ? [] : [`${step.object} before ${need}`])),
    );
  });
}

/** The objects that were not left as they are, with what was done to each, sorted. */
export function changes(ran: Ran): string[] {
  const changed = begun(ran).filter(({ op }) => op !== 'same' && op !== 'read');
  return changed.map(({ op, object }) => `${op} ${object}`).sort();
}

function stepOf(metadata: StepEventMetadata | undefined): Step[] {
  const inputs = (metadata?.new ?? metadata?.old)?.inputs;
  if (!metadata?.type.startsWith('kubernetes:') || inputs?.metadata === undefined) return [];
  return [{ op: metadata.op, object: nameIn(inputs as KubernetesObject), inputs: inputs as KubernetesObject }];
}
