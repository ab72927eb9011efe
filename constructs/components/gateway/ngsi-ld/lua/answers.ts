/**
 * Lua for answers of the broker. What a database or a program says of itself is replaced by a problem (RFC 9457); the
 * values of headers that a subscription or a registration sends to others are masked, while they pass, in answers of any
 * length.
 */
export const answers = String.raw`
local function problem(handle, status)
  local headers = handle:headers()
  headers:replace('content-type', 'application/problem+json')
  local kind, title, detail = 'BadRequestData', 'Bad Request', 'The broker does not take this.'
  if status >= 500 then
    kind, title, detail = 'InternalError', 'The broker failed', 'The broker could not answer this request.'
  end
  local body = handle:body(true)
  body:setBytes(('{"type":"https://uri.etsi.org/ngsi-ld/errors/%s","title":"%s","status":%d,"detail":"%s"}')
    :format(kind, title, status, detail))
end

-- Words of PostgreSQL, its driver, its extension and Java, of which an answer to a client has none.
local inner_words = {
  'Invalid geo query', 'sql', 'SQL', 'syntax', 'ERROR', 'Exception', 'java', 'io%.vertx', 'org%.', 'pg_', 'postgres',
  'relation \\', 'column', 'constraint', 'violates', 'invalid input', 'does not exist at', 'operator does', 'function ',
  'transaction', 'ST_', 'parse error', 'invalid regular', 'cannot be cast', 'class ', 'null value', 'duplicate key',
}

local function says_too_much(text)
  for _, word in ipairs(inner_words) do
    if string.find(text, word) then return true end
  end
  return false
end

local function guard_answer(handle)
  local status = tonumber(handle:headers():get(':status'))
  if status < 400 then return end
  -- The gateway's own answers are problems already.
  if handle:headers():get('content-type') == 'application/problem+json' then return end
  local body = handle:body()
  local text = body and body:getBytes(0, body:length()) or ''
  -- A failure is shown when it is one of NGSI-LD and not the broker's own.
  local is_known = status < 500 or status == 503 and string.find(text, 'errors/LdContextNotAvailable', 1, true)
  if not is_known or says_too_much(text) then problem(handle, status) end
end
`;

/** Lua that masks what {@link answers} says. */
export const masks = String.raw`
local masked_members = {}
for _, name in ipairs({ 'receiverInfo', 'contextSourceInfo' }) do
  masked_members[name] = true
  masked_members['https://uri.etsi.org/ngsi-ld/' .. name] = true
end

-- A machine that takes JSON in pieces and gives it back, with the texts below the members masked but for names of headers.
local function new_mask()
  local stack, depth = { { } }, 1
  local inside, escaped, hidden, word = false, false, false, {}

  local function begins_text()
    local level = stack[depth]
    level.is_name = level.object and not level.value
    hidden = not level.is_name and (level.masked or masked_members[level.name]) and not (level.masked and level.name == 'key')
    inside, word = true, {}
  end

  local function opens(is_object)
    local level = stack[depth]
    depth = depth + 1
    stack[depth] = { object = is_object, masked = level.masked or level.name ~= nil and masked_members[level.name] or false }
    if not is_object then stack[depth].value = true end
  end

  return function(piece)
    local out, at = {}, 1
    while at <= #piece do
      if inside then
        local stop = escaped and at or string.find(piece, '["\\]', at) or #piece + 1
        local text = string.sub(piece, at, stop - 1)
        if not hidden then out[#out + 1] = text end
        word[#word + 1] = text
        local one = string.sub(piece, stop, stop)
        at = stop + 1
        if one ~= '' then
          if escaped then
            escaped = false
            if not hidden then out[#out + 1] = one end
            word[#word + 1] = one
          elseif one == '\\' then
            escaped = true
            if not hidden then out[#out + 1] = one end
          else
            inside = false
            if hidden then out[#out + 1] = '***' end
            out[#out + 1] = one
            local level = stack[depth]
            if level.is_name then level.name = table.concat(word) end
          end
        end
      else
        local stop = string.find(piece, '["{}%[%]:,]', at) or #piece + 1
        out[#out + 1] = string.sub(piece, at, stop)
        local one = string.sub(piece, stop, stop)
        at = stop + 1
        local level = stack[depth]
        if one == '"' then begins_text()
        elseif one == '{' then opens(true)
        elseif one == '[' then opens(false)
        elseif one == '}' or one == ']' then depth = depth > 1 and depth - 1 or 1
        elseif one == ':' then level.value = true
        elseif one == ',' and level.object then level.value, level.name = false, nil
        end
      end
    end
    return table.concat(out)
  end
end

local function mask_answer(handle)
  local headers = handle:headers()
  if tonumber(headers:get(':status')) >= 300 then return guard_answer(handle) end
  local is_json = string.find(headers:get('content-type') or '', '^application/[a-z+]*json') and not headers:get('content-encoding')
  headers:remove('content-length')
  local mask = new_mask()
  for piece in handle:bodyChunks() do
    -- What cannot be read cannot be masked.
    piece:setBytes(is_json and mask(piece:getBytes(0, piece:length())) or '')
  end
end
`;
