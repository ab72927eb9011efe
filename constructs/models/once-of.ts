/**
 * A function that makes what belongs to an object once, for as long as there is that object. What it made must not be changed.
 * Where it is called at the top of a module, the call is marked as pure: a bundle that does not use what it made goes without it.
 */
export function onceOf<In extends object, Out>(make: (value: In) => Out): (value: In) => Out {
  const known = new WeakMap<In, { readonly made: Out }>();
  return (value) => {
    const kept = known.get(value) ?? { made: make(value) };
    known.set(value, kept);
    return kept.made;
  };
}
