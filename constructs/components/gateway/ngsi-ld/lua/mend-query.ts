import { parameters } from '../parameters';
import { luaLiteral } from './lua-literal';

/**
 * Lua for a query that the grammar does not take: an apostrophe in a text of `q` is spelled as the broker's database
 * understands it, and the request decided on anew; of everything else it is said what is wrong. Where a value is not of the
 * kinds that Lua can compare, what each of these has to be is said. Needs {@link bodyGrammar}.
 */
export const mendQuery = `
local parameters = ${luaLiteral(
  Object.fromEntries(
    Object.entries(parameters).map(([name, one]) => [
      name,
      typeof one === 'string' ? { kind: one } : { says: one.says },
    ]),
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
  local parts, others, is_mended = {}, {}, false
  problems = {}
  for part in (query .. '&'):gmatch('([^&]*)&') do
    local name, value = match(part, '^([^=]*)=?(.*)$')
    local parameter = parameters[name]
    if part ~= '' and not parameter then
      local shown = name:gsub('[^%w_.-]', '?'):sub(1, 40)
      refuse(shown == '' and 'A parameter' or shown, 'not a parameter that is known here')
    elseif parameter and parameter.kind then
      local text = decoded(value)
      if parameter.kind == 'q' then
        local mended = quoted(text)
        is_mended, text = is_mended or mended ~= text, mended
        part = name .. '=' .. encoded(text)
      end
      text_of(kinds[parameter.kind])(text, name)
    elseif parameter then
      others[#others + 1] = name .. ': ' .. parameter.says
    end
    parts[#parts + 1] = part
  end
  if #problems == 0 and #others > 0 and not is_mended then
    local before = #others > 1 and 'One of these is not what it has to be. ' or ''
    return handle:respond({ [':status'] = '400' }, before .. concat(others, '; ') .. '.')
  end
  if #problems > 0 then return handle:respond({ [':status'] = '400' }, concat(problems, '; ') .. '.') end
  handle:headers():replace(':path', path .. '?' .. concat(parts, '&'))
  handle:clearRouteCache()
end
`}`;
