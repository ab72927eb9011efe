/** A set of characters, written once for all who look at a request: RE2 on what is percent-encoded, Lua on what is not. */
export interface Characters {
  /** Of printable ASCII, the space among it. Never `%`: what is decoded twice must stay what it is. */
  readonly ascii: string;
  /** Whether every character beyond ASCII is in it too. */
  readonly beyond: boolean;
}

const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Everything printable but some characters, and `%`. */
export function allBut(characters: string): Characters {
  return { ascii: [...printable].filter((one) => !`%${characters}`.includes(one)).join(''), beyond: true };
}

/** Letters and digits of ASCII, and some more characters. */
export function alphanumeric(characters: string): Characters {
  return { ascii: letters + digits + characters, beyond: false };
}

/** Letters and digits of every script, and some more characters. */
export function wordsWith(characters: string): Characters {
  return { ascii: letters + digits + characters, beyond: true };
}

/** Where in a URL: a `+` is itself in a path, and a space in a query. */
export type UrlPart = 'path' | 'query';

/** What separates in a URL and is therefore only itself when it is encoded. */
const separators = { path: '/?#%;\\ ', query: '#&%+ ' } as const;

/** One of the characters, as it is or percent-encoded, in the syntax of RE2. */
export function encoded({ ascii, beyond }: Characters, part: UrlPart): string {
  const plain = [...ascii].filter((one) => !separators[part].includes(one));
  if (part === 'query' && ascii.includes(' ')) plain.push('+');
  return `(?:${classOf(plain.join(''))}|%(?:${octets(ascii)})${beyond ? `|${utf8}` : ''})`;
}

/** What follows `%` for each of the characters. */
function octets(ascii: string): string {
  const byHigh = new Map<string, string>();
  for (const one of ascii) {
    const [high = '', low = ''] = one.charCodeAt(0).toString(16);
    byHigh.set(high, (byHigh.get(high) ?? '') + low + (low.toUpperCase() === low ? '' : low.toUpperCase()));
  }
  return [...byHigh].map(([high, lows]) => `${high}${classOf([...lows].sort().join(''))}`).join('|');
}

const utf8 = '%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3}';

/** A class of RE2. Runs of letters and digits are ranges; everything else is escaped. */
export function classOf(characters: string): string {
  const codes = [...new Set(characters)].map((one) => one.charCodeAt(0)).sort((a, b) => a - b);
  const runs: [from: number, to: number][] = [];
  for (const code of codes) {
    const last = runs.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else runs.push([code, code]);
  }
  const hex = (code: number) => `\\x${code.toString(16).padStart(2, '0')}`;
  return `[${runs.map(([from, to]) => (from === to ? hex(from) : `${hex(from)}-${hex(to)}`)).join('')}]`;
}

/** The characters as a class of a Lua pattern, inside a Lua string in double quotes. */
export function luaClass({ ascii, beyond }: Characters): string {
  const members = [...ascii].map((one) =>
    /[A-Za-z0-9 ]/.test(one) ? one : one === '"' || one === '\\' ? `%\\${one}` : `%${one}`,
  );
  return `[${members.join('')}${beyond ? '\\128-\\255' : ''}]`;
}
