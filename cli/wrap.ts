/** A text after a label, folded at spaces to `width` columns; further lines stand below the first letter of the text. */
export function wrap(label: string, text: string, width = Number.POSITIVE_INFINITY): string {
  const room = Math.max(20, width - label.length);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line, at) => (at === 0 ? label : ' '.repeat(label.length)) + line).join('\n');
}
