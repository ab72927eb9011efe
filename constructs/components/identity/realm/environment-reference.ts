/** Stands in the realm's file for a value that the applying job reads from its environment. */
export function environmentReference(name: string): string {
  return `\${env:${name}}`;
}
