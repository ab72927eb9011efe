/** Longest line of a calendar, in octets (RFC 5545, 3.1). */
const longest = 75;

/** A line of a calendar in pieces, each after the first begun by a space; no character is divided. */
export function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (Buffer.byteLength(piece + character) > longest) {
      pieces.push(piece);
      piece = ' ';
    }
    piece += character;
  }
  return [...pieces, piece].join('\r\n');
}
