/** Lua with the bodies that are checked. Needs {@link luaAddresses}. The names of `bodies` are {@link CheckedBody}. */
export const bodies = `
-- ETSI GS CIM 009 V1.8.1, 5.2.23, and what Scorpio adds.
local query = object({
  ['@context'] = contexts, id = uris, type = one_of('Query'), name = prose, description = prose,
  entities = entities, attrs = one_or_list(names), pick = one_or_list(text_of(kinds.projection)),
  omit = one_or_list(text_of(kinds.projection)), q = query_q, csf = query_q, geoQ = geo_query, temporalQ = temporal_query,
  scopeQ = text_of(kinds.scopes), lang = text_of(kinds.language), join = one_of('inline', 'flat', '@none'),
  joinLevel = number, containedBy = one_or_list(uris), datasetId = one_or_list(uris), expandValues = one_or_list(names),
  jsonKeys = one_or_list(names), orderBy = one_or_list(types), entityDist = boolean, splitEntities = boolean,
  localOnly = boolean, ['local'] = boolean,
})

-- 5.2.15 and 5.2.22: who is notified, and with what. A value that was masked in an answer is none.
local header_value = function(value, path)
  if value == '***' then refuse(path, 'the value itself, which answers mask') end
  return text_of({ '^[^%c]*$', 'a value without control characters' })(value, path)
end
local pairs_of = function(check) return list(object({ key = text_of({ '^[%w-]+$', 'the name of a header' }), value = check })) end
local endpoint = object({
  uri = receiver, accept = one_of('application/json', 'application/ld+json', 'application/geo+json'),
  timeout = number, cooldown = number, receiverInfo = pairs_of(header_value), notifierInfo = pairs_of(words),
})
local notification = object({
  attributes = one_or_list(names), pick = one_or_list(text_of(kinds.projection)), omit = one_or_list(text_of(kinds.projection)),
  format = words, showChanges = boolean, sysAttrs = boolean, join = one_of('inline', 'flat', '@none'), joinLevel = number,
  endpoint = endpoint, status = words, timesSent = number, timesFailed = number, lastNotification = time, lastSuccess = time,
  lastFailure = time,
})

-- 5.2.12. Contexts by their URL: what is written out, the broker cannot name again when it notifies.
local subscription = object({
  ['@context'] = context_urls, jsonldContext = context_url, id = uris, type = one_of('Subscription'),
  subscriptionName = prose, description = prose, entities = entities, watchedAttributes = one_or_list(names),
  notificationTrigger = one_or_list(words), timeInterval = number, q = check_q, csf = check_q, geoQ = geo_query,
  temporalQ = temporal_query, scopeQ = text_of(kinds.scopes), lang = text_of(kinds.language), isActive = boolean,
  notification = notification, expiresAt = time, throttling = number, datasetId = one_or_list(uris), localOnly = boolean,
  ['local'] = boolean, splitEntities = boolean, status = words, createdAt = time, modifiedAt = time,
})

local bodies = { query = query, subscription = subscription, context = object({ ['@context'] = contexts }) }

local function checked(check, text)
  problems = {}
  local read, value = pcall(json.read, text)
  if not read then return nil, 'The body: ' .. (value.rule or 'this is no JSON') .. '.' end
  value = check(value, '')
  if #problems > 0 then return nil, concat(problems, '; ') .. '.' end
  return json.write(value)
end

local function guard_body(handle, check)
  local headers = handle:headers()
  -- The routes have looked at it; the broker takes no parameter.
  local media_type = match(headers:get('content-type') or '', '^[%a+/-]+')
  if media_type then headers:replace('content-type', media_type:lower()) end
  local body = handle:body()
  if not body then
    if headers:get(':method') == 'DELETE' then return end
    return handle:respond({ [':status'] = '400' }, 'This needs a body.')
  end
  local text, refusal = checked(check, body:getBytes(0, body:length()))
  if refusal then return handle:respond({ [':status'] = '400' }, refusal) end
  body:setBytes(text)
end
`;

/**
 * Lua that looks for contexts in a body of any size, which it does not read otherwise: the broker fetches what it is told
 * to, and in some cases by itself (`Context.parse` of Scorpio 5.0.3). Needs {@link bodies}.
 */
export const linked = String.raw`
local contexts_of = { { '"@context"', contexts }, { '"@import"', context_url } }

local function each_context(text)
  for _, entry in ipairs(contexts_of) do
    local name, check = entry[1], entry[2]
    local from, to = find(text, name, 1, true)
    while from do
      local after = match(text, '^%s*:%s*()', to + 1)
      if after then
        check(read_value(text, after, 0), sub(name, 2, -2))
      elseif not find(text, '^%s*[,%]}]', to + 1) then
        refuse_text('this is no JSON')
      end
      from, to = find(text, name, to + 1, true)
    end
  end
end

local function guard_contexts(handle)
  local body = handle:body()
  if not body then return end
  local text = body:getBytes(0, body:length())
  problems = {}
  local read, failure = pcall(function()
    -- Neither another encoding nor another spelling may hide a name.
    if find(text, '%z') then refuse_text('the text is not UTF-8') end
    if find(text, '\\u00[4-7]') then text = json.write(json.read(text)) end
    each_context(text)
  end)
  if not read then refuse('', failure.rule or 'this is no JSON') end
  if #problems > 0 then return handle:respond({ [':status'] = '400' }, concat(problems, '; ') .. '.') end
end
`;

/** A body that is read member by member; all others reach no SQL of the broker. */
export type CheckedBody = 'query' | 'subscription' | 'context';
