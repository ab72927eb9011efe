/** What looks like a secret wherever it stands: bearer tokens, JSON Web Tokens, and members and parameters named after one. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 ***'],
  [/\beyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*)?/g, '***'],
  [/(["']?(?:access_token|refresh_token|id_token|client_secret|password)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi, '$1***'],
  [/^((?:set-)?cookie|x-api-key|x-ckan-api-key):.*$/gim, '$1: ***'],
];

/** Takes what is secret out of a text: the values that are known, and whatever looks like one. */
export class Redactor {
  readonly #known = new Set<string>();

  /** Tells a value that must never be shown. Very short ones stay: they would be found in every word. */
  add(secret: string): void {
    if (secret.length >= 4) this.#known.add(secret);
  }

  /** The text without secrets. */
  clean(text: string): string {
    let left = text;
    for (const secret of this.#known) left = left.replaceAll(secret, '***');
    return patterns.reduce((some, [pattern, replacement]) => some.replace(pattern, replacement), left);
  }
}
