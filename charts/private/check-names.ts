import type { Construct } from 'constructs';
import { Primitive } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';

/**
 * Two objects of one name would overwrite each other in the cluster without a word.
 *
 * @throws when ids differ only in what a Kubernetes name cannot hold, such as capitals.
 */
export function checkNames(target: KubernetesTarget, root: Construct): void {
  const owners = new Map<string, Primitive>();
  for (const primitive of Primitive.all(root)) {
    const name = target.nameOf(primitive);
    const other = owners.get(name);
    if (other) throw new Error(`${other.node.path} and ${primitive.node.path} are both called ${name}: change one id`);
    owners.set(name, primitive);
  }
}
