/** JSON's values as Lua writes them. */
export function luaLiteral(value: unknown): string {
  if (value === undefined) return 'nil';
  if (typeof value === 'string') return luaText(value);
  if (Array.isArray(value)) return `{ ${value.map(luaLiteral).join(', ')} }`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{ ${members.map(([key, one]) => `[${luaText(key)}] = ${luaLiteral(one)}`).join(', ')} }`;
  }
  return String(value);
}

/** Every character that is not plain ASCII as `\ddd`, which Lua 5.1 and later read alike. */
function luaText(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')];
  return `"${bytes.map((one) => (/[ !#-[\]-~]/.test(String.fromCharCode(one)) ? String.fromCharCode(one) : `\\${String(one).padStart(3, '0')}`)).join('')}"`;
}
