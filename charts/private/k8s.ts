import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** The one place that says which Kubernetes version the typed objects are of. */
export { k8s };

/**
 * An object whose properties are checked by the type of its kind. It becomes a plain ApiObject: the classes of the typed
 * kinds drop, when they are written out, every field that is younger than they are, and patches that set one.
 */
export function object<Props>(
  kind: { manifest(props: Props): ConstructorParameters<typeof ApiObject>[2] },
  scope: Construct,
  id: string,
  props: Props,
): ApiObject {
  return new ApiObject(scope, id, kind.manifest(props));
}
