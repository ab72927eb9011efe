import { aggregates } from '../parameters';

/**
 * Lua that checks the body of a request against a grammar made of functions: each takes a value and its path, notes what
 * is wrong, and returns the value as the broker shall have it. Needs {@link json} and {@link luaKinds}.
 */
export const bodyGrammar = String.raw`
local problems = {}

-- Envoy lets a request pass whose script failed.
local function closed(handle, guard, check)
  if not pcall(guard, handle, check) then
    handle:respond({ [':status'] = '400' }, 'The request could not be read.')
  end
end

local function refuse(path, rule)
  if #problems < 10 then problems[#problems + 1] = (path == '' and 'The body' or path) .. ': ' .. rule end
end

local function is_object(value) return type(value) == 'table' and value.object end
local function is_array(value) return type(value) == 'table' and value.array end
local function below(path, name) return path == '' and name or path .. '.' .. name end

local function text_of(kind)
  local pattern, says = kind[1], kind[2]
  return function(value, path)
    if type(value) ~= 'string' or not find(value, pattern) then refuse(path, says) end
    return value
  end
end

-- Shown to people, and never more than stored.
local prose = text_of({ '^[^%c]*$', 'a text without control characters' })
local names, types, uris, words, time = text_of(kinds.names), text_of(kinds.types), text_of(kinds.uris), text_of(kinds.words), text_of(kinds.time)

local function boolean(value, path)
  if type(value) ~= 'boolean' then refuse(path, 'true or false') end
  return value
end

local function number(value, path)
  if type(value) ~= 'table' or not value.number then refuse(path, 'a number') end
  return value
end

local function one_of(...)
  local allowed = {}
  for _, word in ipairs({ ... }) do allowed[word] = true end
  local says = concat({ ... }, ', ')
  return function(value, path)
    if type(value) ~= 'string' or not allowed[value] then refuse(path, 'one of ' .. says) end
    return value
  end
end

local function each(check, value, path)
  for at, item in ipairs(value) do value[at] = check(item, path .. '[' .. (at - 1) .. ']') end
  return value
end

local function list(check)
  return function(value, path)
    if not is_array(value) then refuse(path, 'a list') return value end
    return each(check, value, path)
  end
end

local function one_or_list(check)
  return function(value, path)
    if is_array(value) then return each(check, value, path) end
    return check(value, path)
  end
end

-- An object with these members and no other: by its IRI or by an alias of a context, a member would not be checked.
local function object(members)
  return function(value, path)
    if not is_object(value) then refuse(path, 'an object') return value end
    for _, key in ipairs(value.keys) do
      local check, place = members[key], below(path, key)
      if not check then
        refuse(place, 'not a member that is known here')
      elseif value.values[key] ~= json.null then
        value.values[key] = check(value.values[key], place)
      end
    end
    return value
  end
end

-- In a text in double quotes an apostrophe has another spelling, which means the same to the broker's database.
local function quoted(value)
  local parts, at, inside = {}, 1, false
  while at <= #value do
    local stop = find(value, '["\'\\]', at) or #value + 1
    local one, next_one = sub(value, stop, stop), sub(value, stop + 1, stop + 1)
    parts[#parts + 1] = sub(value, at, stop - 1)
    at = stop + 1
    if one == '\\' and next_one ~= "'" then
      one, at = one .. next_one, stop + 2
    elseif inside and one == '\\' then
      one, at = apostrophe, stop + 2
    elseif inside and one == "'" then
      one = apostrophe
    elseif one == '"' then
      inside = not inside
    end
    parts[#parts + 1] = one
  end
  return concat(parts)
end

local check_q = text_of(kinds.q)
local function query_q(value, path)
  return check_q(type(value) == 'string' and quoted(value) or value, path)
end

local depths = { Point = 0, MultiPoint = 1, LineString = 1, MultiLineString = 2, Polygon = 2, MultiPolygon = 3 }
local fewest = { LineString = 2, MultiLineString = 2, Polygon = 4, MultiPolygon = 4 }

local function position(value, path)
  local lon, lat = is_array(value) and value[1], is_array(value) and value[2]
  if not lon or not lat or #value > 3 then return refuse(path, 'a position: [longitude, latitude]') end
  for _, item in ipairs(value) do
    if type(item) ~= 'table' or not item.number then return refuse(path, 'a position has numbers only') end
  end
  if math.abs(tonumber(lon.number)) > 180 then refuse(path, 'a longitude lies between -180 and 180') end
  if math.abs(tonumber(lat.number)) > 90 then refuse(path, 'a latitude lies between -90 and 90') end
end

local function same_position(one, other)
  return is_array(one) and is_array(other) and json.write(one) == json.write(other)
end

local function positions(value, path, depth, geometry)
  if depth == 0 then return position(value, path) end
  if not is_array(value) or #value == 0 then return refuse(path, 'coordinates nested as a ' .. geometry .. ' has them') end
  for at, item in ipairs(value) do positions(item, path .. '[' .. (at - 1) .. ']', depth - 1, geometry) end
  if depth == 1 and fewest[geometry] then
    if #value < fewest[geometry] then refuse(path, 'at least ' .. fewest[geometry] .. ' positions') end
    if fewest[geometry] == 4 and not same_position(value[1], value[#value]) then refuse(path, 'a ring ends where it begins') end
  end
end

local relations = { within = true, contains = true, intersects = true, equals = true, disjoint = true, overlaps = true }

local function relation(value, path)
  local near = type(value) == 'string' and match(value, '^near;m%a+Distance==%d+%.?%d*$') and match(value, '^near;(m%a+)D')
  if not relations[value] and near ~= 'min' and near ~= 'max' then
    refuse(path, 'a relation such as within or near;maxDistance==1000')
  end
  return value
end

local geo_members = object({
  geometry = one_of('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'),
  coordinates = function(value) return value end,
  georel = relation,
  geoproperty = names,
})

local function geo_query(value, path)
  geo_members(value, path)
  if not is_object(value) then return value end
  local members, place = value.values, below(path, 'coordinates')
  if type(members.coordinates) == 'string' then
    local read, coordinates = pcall(json.read, members.coordinates)
    if read then members.coordinates = coordinates end
  end
  local depth = depths[members.geometry]
  if members.coordinates == nil then
    refuse(place, 'it is needed')
  elseif depth then
    positions(members.coordinates, place, depth, members.geometry)
  elseif members.geometry == nil then
    refuse(below(path, 'geometry'), 'it is needed')
  end
  return value
end

local entities = list(object({ id = one_or_list(uris), type = types, idPattern = text_of(kinds.pattern) }))

local temporal_query = object({
  timerel = one_of('before', 'after', 'between'), timeAt = time, endTimeAt = time,
  timeproperty = one_of('observedAt', 'createdAt', 'modifiedAt', 'deletedAt'),
  lastN = number, aggrMethods = one_or_list(one_of(${aggregates.map((name) => `'${name}'`).join(', ')})), aggrPeriodDuration = time,
})
`;
