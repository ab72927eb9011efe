/** `T` with every property, at every depth, readonly; optional ones are absent rather than undefined. */
export type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<Exclude<T[Key], undefined>> }
    : T;

/** As {@link DeepReadonly}, for what a user writes: an optional property may also be undefined. */
export type DeepReadonlyInput<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonlyInput<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonlyInput<T[Key]> }
    : T;

/** A frozen copy of plain data, without its undefined properties. */
export function frozenCopy<T>(value: T): DeepReadonly<T> {
  if (Array.isArray(value)) return Object.freeze(value.map((item) => frozenCopy(item))) as DeepReadonly<T>;
  if (typeof value !== 'object' || value === null) return value as DeepReadonly<T>;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.freeze(Object.fromEntries(entries.map(([key, item]) => [key, frozenCopy(item)]))) as DeepReadonly<T>;
}
