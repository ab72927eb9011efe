/** Parsed YAML of unknown shape: gates read it before anything has vouched for it. */
export type Manifest = { readonly [field: string]: unknown };

/** The value as an object, or an empty one. */
export function asRecord(value: unknown): Manifest {
  return isRecord(value) ? value : {};
}

/** The value as a list, or an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string, else an empty one. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Any value as a message shows it. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** Whether the value is an object, and no list. */
export function isRecord(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Deployment izmir-broker`, whatever is missing. */
export function objectName(manifest: Manifest): string {
  return `${asText(manifest.kind) || 'object'} ${asText(asRecord(manifest.metadata).name) || '(no name)'}`;
}

/** `apps/v1/Deployment`, with nothing in the place of what is no text. */
export function typeOf(manifest: Manifest): string {
  return `${asText(manifest.apiVersion)}/${asText(manifest.kind)}`;
}

/** The namespace, empty where the manifest leaves it to the one who applies it. */
export function namespaceOf(manifest: Manifest): string {
  return asText(asRecord(manifest.metadata).namespace);
}

/** Adds a field to a path, quoting what is no plain name: `metadata.labels["app.kubernetes.io/name"]`. */
export function fieldPath(path: string, field: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(field)) {
    return `${path}[${JSON.stringify(field)}]`;
  }
  return path === '' ? field : `${path}.${field}`;
}
