/**
 * What Java's `String.hashCode` gives: the broker names the database of a tenant by it
 * (`ClientManager.findDataBaseNameByTenantId` of Scorpio 5.0.3).
 */
export function javaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}
