/** The type of the entities that an entry of `dataModels` describes. */
export function modelType(entry: string | { readonly type: string }): string {
  return typeof entry === 'string' ? entry : entry.type;
}

/** How the entries of `dataModels` end that are files with one. */
export const modelFileName = /^[^\0\n]{1,500}\.(ya?ml|json)$/;
