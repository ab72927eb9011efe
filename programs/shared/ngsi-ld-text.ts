import { type Characters, wordsWith } from '../../constructs/components/gateway/ngsi-ld/characters';
import { apostrophe, kinds } from '../../constructs/components/gateway/ngsi-ld/kinds';

/** What a program may hand on to the broker of what a client wrote: the grammar is that of the gateway's guard. */

const isMadeOf = ({ ascii, beyond }: Characters, text: string): boolean =>
  [...text].every((one) => ascii.includes(one) || (beyond && one > '\x9f'));

/** Whether the text can be the id of an entity that the platform can address. */
export const isEntityId = (text: string): boolean =>
  text.length <= 2048 && /^[A-Za-z][A-Za-z0-9+.-]*:./.test(text) && isMadeOf(kinds.uris.characters, text);

/**
 * Characters that Scorpio 5.0.3 finds in a text of `q`. Double quotes, backslashes and commas it answers with 500, however they
 * are written.
 */
const inText: Characters = wordsWith(" -_.:/'");

/**
 * The text as it stands in a `q`, in double quotes. Undefined where it cannot stand there; nor can a blank one: Scorpio
 * 5.0.3 takes an empty text for the question whether the attribute is there, and answers 500 to one of spaces.
 */
export const quotedText = (text: string): string | undefined =>
  text.trim() !== '' && text.length <= 500 && isMadeOf(inText, text) && !text.includes('..')
    ? `"${text.replaceAll("'", apostrophe)}"`
    : undefined;
