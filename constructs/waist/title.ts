import { Component } from './component';
import { Primitive } from './primitives/primitive';

/** What a reader calls a primitive: the program where a component has one only, else its part in the component. */
export function titleOf(primitive: Primitive): string {
  const { id, scope } = primitive.node;
  const component = Component.tryOf(primitive);
  if (primitive.description?.title) return primitive.description.title;
  if (id === 'Service') return component?.upstream.title ?? id;
  // Beside the components nothing else says what a part is for.
  return !component && Primitive.isPrimitive(scope) ? words(`${scope.node.id}${id}`) : words(id);
}

/** `TenantDatabases` becomes `Tenant databases`. */
function words(id: string): string {
  const spaced = id.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
