import { allBut, alphanumeric, type Characters, wordsWith } from './characters';

/**
 * What the parts of a request are made of (ETSI GS CIM 009 V1.8.1, 4.9 to 4.11 and 4.19), each as the characters that may
 * be in it. Nothing here is more than the standard allows; what is less is the apostrophe, which Scorpio 5.0.3 writes
 * into its SQL as it is wherever it stands: in `q` there is another spelling for it ({@link apostrophe}).
 */
export const kinds = {
  /** Names of types and attributes, short or as IRIs; sub-delimiters that separate names are not in them. */
  names: { characters: wordsWith('_-.~:/#@?=$+!,'), says: 'names or IRIs, separated by commas' },
  types: { characters: wordsWith('_-.~:/#@?=$+!,;|()*'), says: 'types, combined by | ; , and parentheses' },
  projection: {
    characters: wordsWith('_-.~:/#@?=$+!,|{}'),
    says: 'names, separated by commas, with { } for linked ones',
  },
  uris: { characters: wordsWith('_-.~:/#@?=$+!,;()*&[]'), says: 'URIs, separated by commas' },
  pattern: { characters: allBut("'"), says: 'a regular expression without an apostrophe' },
  q: {
    characters: allBut("'"),
    says: 'an NGSI-LD query; an apostrophe stands in a text in double quotes',
  },
  scopes: { characters: wordsWith('_-.~/+#*,;|()'), says: 'scopes such as /a/b, combined by ; | , and parentheses' },
  time: { characters: alphanumeric(':.+-,'), says: 'a time such as 2026-05-01T10:00:00Z' },
  words: { characters: alphanumeric('_-,.@'), says: 'words, separated by commas' },
  language: { characters: alphanumeric('-,;=.* '), says: 'languages, as in Accept-Language' },
  text: { characters: allBut("'"), says: 'a text without an apostrophe or a percent sign' },
} as const satisfies Readonly<Record<string, { readonly characters: Characters; readonly says: string }>>;

/** Name of a kind of text, the key of {@link kinds}. */
export type TextKind = keyof typeof kinds;

/**
 * An apostrophe as JSON and regular expressions of PostgreSQL (9.7.3.3) write it. Scorpio compares what stands in `q` as
 * JSON, and what stands in a pattern as a pattern, so that both mean the apostrophe.
 */
export const apostrophe = '\\u0027';
