/** A message as a single line of bounded length, with every secret in it taken out. */
export function oneLine(message: string, secrets: readonly string[]): string {
  let line = message;
  for (const secret of secrets) if (secret.length >= 4) line = line.replaceAll(secret, '***');
  line = line.replace(/\s+/g, ' ').trim();
  return line.length > 1000 ? `${line.slice(0, 999)}…` : line;
}
