import { parameters } from '../parameters';
import { luaLiteral } from './lua-literal';

/**
 * Lua for a query that the grammar does not take: an apostrophe in a text of `q` is spelled as the broker's database
 * understands it, and the request decided on anew; of everything else it is said what is wrong. Needs {@link bodyGrammar}.
 */
export const mendQuery = `
local parameters = ${luaLiteral(
  Object.fromEntries(
    Object.entries(parameters).map(([name, one]) => [name, typeof one === 'string' ? { kind: one } : {}]),
  ),
)}
${`
local function decoded(text)
  return (text:gsub('%+', ' '):gsub('%%(%x%x)', function(hex) return char(tonumber(hex, 16)) end))
end

local function encoded(text)
  return (text:gsub('[^%w_.~-]', function(one) return ('%%%02X'):format(byte(one)) end))
end

local function mend_query(handle)
  local path, query = match(handle:headers():get(':path'), '^([^?]*)%?(.*)$')
  if not query then return end
  local parts = {}
  problems = {}
  for part in (query .. '&'):gmatch('([^&]*)&') do
    local name, value = match(part, '^([^=]*)=(.*)$')
    local parameter = parameters[name]
    if part ~= '' and not parameter then
      refuse('A parameter', 'not one that is known here')
    elseif parameter and parameter.kind then
      local text = decoded(value)
      if parameter.kind == 'q' then
        text = quoted(text)
        part = name .. '=' .. encoded(text)
      end
      text_of(kinds[parameter.kind])(text, name)
    end
    parts[#parts + 1] = part
  end
  if #problems > 0 then return handle:respond({ [':status'] = '400' }, concat(problems, '; ') .. '.') end
  handle:headers():replace(':path', path .. '?' .. concat(parts, '&'))
  handle:clearRouteCache()
end
`}`;
