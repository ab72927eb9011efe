/** The type of the entities that an entry of `dataModels` describes. */
export function modelType(entry: string | { readonly type: string }): string {
  return typeof entry === 'string' ? entry : entry.type;
}
