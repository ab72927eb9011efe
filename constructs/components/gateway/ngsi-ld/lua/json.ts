/**
 * Lua that reads and writes JSON (RFC 8259). What is written is what was read: of a name that is there twice, of a
 * spelling that readers take differently, none is left for the broker to find. Envoy has no JSON for its scripts.
 *
 * Texts are strings, numbers are `{ number }` as they were written, objects `{ object, keys, values }` in their order,
 * arrays `{ array, … }`; also `true`, `false` and `json.null`. `json.read` raises a table `{ rule }` for what is no JSON.
 */
export const json = String.raw`
local byte, char, concat, find, match, sub = string.byte, string.char, table.concat, string.find, string.match, string.sub
local floor = math.floor
local json = { null = { null = true } }

local function refuse_text(rule) error({ rule = rule }, 0) end

local utf8_forms = {
  '^[\194-\223][\128-\191]()', '^\224[\160-\191][\128-\191]()', '^[\225-\236\238\239][\128-\191][\128-\191]()',
  '^\237[\128-\159][\128-\191]()', '^\240[\144-\191][\128-\191][\128-\191]()',
  '^[\241-\243][\128-\191][\128-\191][\128-\191]()', '^\244[\128-\143][\128-\191][\128-\191]()',
}

local function is_utf8(text)
  local at = find(text, '[\128-\255]')
  while at do
    local after
    for _, form in ipairs(utf8_forms) do
      after = match(text, form, at)
      if after then break end
    end
    if not after then return false end
    at = find(text, '[\128-\255]', after)
  end
  return true
end

local function utf8_of(code)
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 0x40), 0x80 + code % 0x40) end
  if code < 0x10000 then
    return char(0xE0 + floor(code / 0x1000), 0x80 + floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
  end
  return char(0xF0 + floor(code / 0x40000), 0x80 + floor(code / 0x1000) % 0x40, 0x80 + floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
end

local escapes = { ['"'] = '"', ['\\'] = '\\', ['/'] = '/', b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }

-- A text whose first quote is before from, and where it ends.
local function read_text(text, from)
  local parts = {}
  while true do
    local stop = find(text, '["\\%c%z]', from)
    if not stop then refuse_text('a text does not end') end
    parts[#parts + 1] = sub(text, from, stop - 1)
    local one = byte(text, stop)
    if one == 34 then return concat(parts), stop + 1 end
    if one == 127 then
      parts[#parts + 1] = '\127'
      from = stop + 1
    elseif one ~= 92 then
      refuse_text('a control character is in a text')
    else
      local kind = sub(text, stop + 1, stop + 1)
      if kind == 'u' then
        local code = tonumber(match(text, '^%x%x%x%x', stop + 2) or refuse_text('\\u needs four digits'), 16)
        from = stop + 6
        if code >= 0xD800 and code < 0xE000 then
          local low = tonumber(match(text, '^\\u(%x%x%x%x)', from) or '0', 16)
          if code >= 0xDC00 or low < 0xDC00 or low >= 0xE000 then refuse_text('half a surrogate pair is in a text') end
          code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)
          from = from + 6
        end
        if code == 0 then refuse_text('a text has a null character') end
        parts[#parts + 1] = utf8_of(code)
      else
        parts[#parts + 1] = escapes[kind] or refuse_text('an unknown escape is in a text')
        from = stop + 2
      end
    end
  end
end

local function skip(text, at) return find(text, '[^ \t\r\n]', at) or #text + 1 end

local function read_number(text, at)
  local after = match(text, '^-?0()', at) or match(text, '^-?[1-9]%d*()', at) or refuse_text('this is no JSON')
  after = match(text, '^%.%d+()', after) or after
  after = match(text, '^[eE][+-]?%d+()', after) or after
  return { number = sub(text, at, after - 1) }, after
end

local words = { t = { 'true', true }, f = { 'false', false }, n = { 'null', json.null } }
local read_value

local function read_array(text, at, depth)
  local items = { array = true }
  at = skip(text, at + 1)
  if byte(text, at) == 93 then return items, at + 1 end
  while true do
    items[#items + 1], at = read_value(text, at, depth)
    at = skip(text, at)
    local one = byte(text, at)
    if one == 93 then return items, at + 1 end
    if one ~= 44 then refuse_text('a list needs a comma or its end') end
    at = skip(text, at + 1)
  end
end

local function read_object(text, at, depth)
  local object = { object = true, keys = {}, values = {} }
  at = skip(text, at + 1)
  if byte(text, at) == 125 then return object, at + 1 end
  while true do
    if byte(text, at) ~= 34 then refuse_text('an object needs a name') end
    local key, value
    key, at = read_text(text, at + 1)
    at = skip(text, at)
    if byte(text, at) ~= 58 then refuse_text('a name needs a value') end
    value, at = read_value(text, skip(text, at + 1), depth)
    if object.values[key] ~= nil then refuse_text('a name is there twice') end
    object.keys[#object.keys + 1] = key
    object.values[key] = value
    at = skip(text, at)
    local one = byte(text, at)
    if one == 125 then return object, at + 1 end
    if one ~= 44 then refuse_text('an object needs a comma or its end') end
    at = skip(text, at + 1)
  end
end

read_value = function(text, at, depth)
  if depth > 32 then refuse_text('it is nested too deeply') end
  local one = sub(text, at, at)
  if one == '"' then return read_text(text, at + 1) end
  if one == '{' then return read_object(text, at, depth + 1) end
  if one == '[' then return read_array(text, at, depth + 1) end
  local word = words[one]
  if not word then return read_number(text, at) end
  if sub(text, at, at + #word[1] - 1) ~= word[1] then refuse_text('this is no JSON') end
  return word[2], at + #word[1]
end

function json.read(text)
  if not is_utf8(text) then refuse_text('the text is not UTF-8') end
  local value, at = read_value(text, skip(text, 1), 0)
  if skip(text, at) <= #text then refuse_text('something follows the end') end
  return value
end

local function escape(one) return string.format('\\u%04x', byte(one)) end

local function write_text(text) return '"' .. text:gsub('[%c"\\]', escape) .. '"' end

local function write(value, parts)
  if type(value) == 'string' then
    parts[#parts + 1] = write_text(value)
  elseif type(value) == 'boolean' then
    parts[#parts + 1] = tostring(value)
  elseif value.number then
    parts[#parts + 1] = value.number
  elseif value.null then
    parts[#parts + 1] = 'null'
  elseif value.array then
    parts[#parts + 1] = '['
    for at, item in ipairs(value) do
      if at > 1 then parts[#parts + 1] = ',' end
      write(item, parts)
    end
    parts[#parts + 1] = ']'
  else
    parts[#parts + 1] = '{'
    for at, key in ipairs(value.keys) do
      if at > 1 then parts[#parts + 1] = ',' end
      parts[#parts + 1] = write_text(key) .. ':'
      write(value.values[key], parts)
    end
    parts[#parts + 1] = '}'
  end
end

function json.write(value)
  local parts = {}
  write(value, parts)
  return concat(parts)
end
`;
