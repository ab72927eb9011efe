/** One piece of a shell word: text to be taken as it is, or the value of a variable. */
export type WordPart = string | { readonly variable: string };

/** A POSIX shell word that stands for exactly these pieces, whatever characters they hold. */
export function shellWord(parts: readonly WordPart[]): string {
  const word = parts.map((part) => (typeof part === 'string' ? quote(part) : `"$${part.variable}"`)).join('');
  return word || "''";
}

function quote(literal: string): string {
  return literal === '' ? '' : `'${literal.replaceAll("'", `'\\''`)}'`;
}
