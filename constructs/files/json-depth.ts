/** Where a text of JSON first has more brackets open than `most`; undefined where it never has. Brackets in strings are none. */
export function tooDeepAt(text: string, most: number): number | undefined {
  let open = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        inString = !inString;
        break;
      case '\\':
        if (inString) at++;
        break;
      case '\n':
        // A string ends with its line, also where its quote was forgotten.
        inString = false;
        break;
      case ']':
      case '}':
        if (!inString) open--;
        break;
      case '[':
      case '{':
        if (!inString && ++open > most) return at;
    }
  }
  return undefined;
}
