import { type Html, html, trusted } from '../../page/html';

/** Names of fewer letters than these fit in a line of their own everywhere. */
const longName = 16;

/** Text in which a line may also end inside of a long name, after one of its parts: a path, an image, an address. */
export function breakable(text: string): Html {
  return html`${text.split(/(?<= )/).map((word) => (word.trimEnd().length < longName ? word : parted(word)))}`;
}

/** The same as code. */
export function code(text: string): Html {
  return html`<code>${breakable(text)}</code>`;
}

/** Versions are not parted: there is no end after a point that a digit follows. */
function parted(word: string): Html {
  const parts = word.split(/(?<=[/:@_,=])(?=[^/:@_,=\s])|(?<=[.-])(?=[a-z])|(?<=[a-z0-9])(?=[A-Z][a-z])/);
  return html`${parts.map((part, at) => html`${at > 0 && trusted('<wbr>')}${part}`)}`;
}
