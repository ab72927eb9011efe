/** Where images are pulled from instead: a registry, perhaps with a path, by the host of the one that publishes them. */
export type RegistryMirrors = Readonly<Record<string, string>>;

/** `docker.io/ckan/ckan-base:2.11` from `registry.izmir.example/docker-hub` is `registry.izmir.example/docker-hub/ckan/ckan-base:2.11`. */
export function mirrored(reference: string, mirrors: RegistryMirrors = {}): string {
  const [host = '', ...path] = reference.split('/');
  const mirror = mirrors[host];
  return mirror === undefined ? reference : [mirror, ...path].join('/');
}
