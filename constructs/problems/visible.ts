/** What a terminal obeys or a reader does not see: control characters, and those that turn the direction of writing. */
const hiddenSigns = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** A text of somebody else as it may be printed: what would not be seen is written out, as `\u001b`. Ends of lines stay. */
export function visible(text: string): string {
  return text.replace(hiddenSigns, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
