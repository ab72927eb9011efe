import type { PublishedAttribute } from '../../constructs/components/publisher/published-type';
import type { Note } from '../shared/json-value';
import { quotedText } from '../shared/ngsi-ld-text';

/** Attributes by whose value features can be chosen. A list is chosen by any of its items. */
export const isFilter = ({ value }: PublishedAttribute): boolean => ['number', 'boolean', 'text'].includes(value);

/** The words of NGSI-LD's `q` for an attribute that has exactly this value. */
export function equals({ name, value }: PublishedAttribute, text: string, note: Note): string | undefined {
  const wanted = wantedBy(value, text);
  if (wanted !== undefined) return `${name}==${wanted}`;
  if (value === 'text') note("must be at most 500 letters, digits, spaces and - _ . : / ', and not blank");
  else note(value === 'number' ? 'must be a number' : 'must be true or false');
  return undefined;
}

function wantedBy(kind: PublishedAttribute['value'], text: string): string | undefined {
  if (kind === 'text') return quotedText(text);
  if (kind === 'boolean') return text === 'true' || text === 'false' ? text : undefined;
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? String(Number(text)) : undefined;
}
