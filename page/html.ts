/** Markup that needs no more escaping. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Value = Html | string | number | undefined | false | readonly Value[];

/** Markup with every value escaped but for markup itself; a list is joined, and undefined or false leaves nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.map((part, at) => part + (at < values.length ? written(values[at]) : '')).join(''));
}

/** Takes text for markup as it is. For what the kit itself has drawn, never for a value of a spec. */
export function trusted(text: string): Html {
  return new Html(text);
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(written).join('');
  return escaped(String(value));
}

/** Text as it may stand between tags and in quoted attributes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
