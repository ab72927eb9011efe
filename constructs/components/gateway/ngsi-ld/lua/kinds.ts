import { luaClass } from '../characters';
import { apostrophe, kinds } from '../kinds';
import { luaLiteral } from './lua-literal';

/** Lua with the kinds of texts, each a pattern and what it says, and with the spelling of an apostrophe in `q`. */
export const luaKinds = `
local kinds = {
${Object.entries(kinds)
  .map(([name, { characters, says }]) => `  ${name} = { "^${luaClass(characters)}*$", ${luaLiteral(says)} },`)
  .join('\n')}
}
local apostrophe = ${luaLiteral(apostrophe)}
`;
